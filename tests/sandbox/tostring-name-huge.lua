-- expect: aborted
local t = setmetatable({}, { __name = ("x"):rep(1 << 20) })
while true do local _ = tostring(t) end
