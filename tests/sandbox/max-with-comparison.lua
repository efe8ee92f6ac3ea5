-- expect: aborted time
local mt = { __lt = function() while true do end end }
pcall(math.max, setmetatable({}, mt), 1)
local _ = setmetatable({}, mt) < setmetatable({}, mt)
