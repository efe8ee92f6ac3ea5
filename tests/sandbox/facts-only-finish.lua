-- expect: error `finish` without a visitor
-- whole
return { api = 1, summary = "x", finish = function() end }
