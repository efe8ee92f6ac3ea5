-- expect: error a fact's name is a string, not a table
-- whole
return { api = 1, summary = 'x', finish = function() end, added_line = function(line) line:fact({}, 1) end }
