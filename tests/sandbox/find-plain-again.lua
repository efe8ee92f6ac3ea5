-- expect: aborted time
local hay = ("a"):rep(3 << 20)
local needle = ("a"):rep(1 << 20) .. "b"
while true do hay:find(needle, 1, true) end
