-- expect: aborted time
local s = "a" .. ("\x80"):rep(4 << 20)
local next_code = utf8.codes(s)
while true do pcall(next_code, s, 1) end
