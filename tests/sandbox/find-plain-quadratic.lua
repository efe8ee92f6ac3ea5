-- expect: harmless|aborted time
local hay = ("a"):rep(3 << 20)
local needle = ("a"):rep(1 << 20) .. "b"
assert(not hay:find(needle, 1, true))
line:report("ok")
