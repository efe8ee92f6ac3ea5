-- expect: error glob
-- whole
return { api = 1, summary = "x", paths = { ("{a,b}"):rep(100) }, added_line = function() end }
