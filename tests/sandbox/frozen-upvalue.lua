-- expect: error cannot set the upvalue 'n': a check is frozen
-- whole
local n = 0
return { api = 1, summary = 'x', added_line = function(line) n = n + 1 line:report("x" .. n) end }
