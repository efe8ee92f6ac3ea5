-- expect: aborted time
local s = ("("):rep(1 << 20)
while true do s:find("%b()") end
