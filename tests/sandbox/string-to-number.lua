-- expect: aborted time
local s = ("0"):rep(4 << 20) .. "1"
while true do local _ = s + 1 end
