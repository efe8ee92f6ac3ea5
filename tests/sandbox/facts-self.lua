-- expect: error call it with a colon
-- whole
return { api = 1, summary = 'x', finish = function() end, added_line = function(line) line.fact({}, "x", 1) end }
