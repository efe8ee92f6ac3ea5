-- expect: aborted time
local s = ("A"):rep(2 << 20)
local t, k = { [s .. "a"] = 1 }, s .. "a"
while true do local _ = t[k] end
