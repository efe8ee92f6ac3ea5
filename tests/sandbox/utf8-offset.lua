-- expect: aborted time
local s = ("a"):rep(4 << 20)
while true do utf8.offset(s, 4 << 20) end
