-- expect: aborted time
local s = ("A"):rep(4 << 20)
while true do s:lower() end
