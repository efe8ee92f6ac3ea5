-- expect: error is not a finite number
-- whole
return { api = 1, summary = 'x', finish = function() end, added_line = function(line) line:fact("x", 0/0) end }
