-- expect: aborted time
local s = ("A"):rep(4 << 20)
local a, b = s .. "a", s .. "b"
while true do local _ = a < b end
