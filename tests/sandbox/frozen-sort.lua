-- expect: error cannot change a table that was made while loading
-- whole
local words = { "b", "a" }
return { api = 1, summary = 'x', added_line = function(line) table.sort(words) end }
