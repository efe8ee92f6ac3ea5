-- expect: aborted time
local mt
mt = { __le = function(a, b) return pcall(function() return a <= b end) end }
local a, b = setmetatable({}, mt), setmetatable({}, mt)
while true do pcall(function() return a <= b end) end
