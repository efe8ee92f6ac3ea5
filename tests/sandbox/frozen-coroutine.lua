-- expect: error cannot resume a coroutine that was made while loading
-- whole
local next_number = coroutine.wrap(function() for i = 1, 9 do coroutine.yield(i) end end)
return { api = 1, summary = 'x', added_line = function(line) line:report("x" .. next_number()) end }
