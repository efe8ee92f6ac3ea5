-- expect: aborted time
local f = ("!8"):rep(1 << 20)
while true do string.packsize(f) end
