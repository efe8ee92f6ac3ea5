-- expect: error cannot change a table that was made while loading (upvalue 'seen')
-- whole
local seen = {}
return { api = 1, summary = 'x', added_line = function(line) seen[line.text] = true end }
