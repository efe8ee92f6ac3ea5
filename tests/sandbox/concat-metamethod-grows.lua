-- expect: aborted
local mt = {}
mt.__concat = function(a, b) return setmetatable({ a, b }, mt) end
local x = setmetatable({}, mt)
while true do x = x .. "a" .. x end
