-- expect: error is a function
-- whole
return { api = 1, summary = 'x', finish = function() end, added_line = function(line) line:fact("x", function() end) end }
