-- expect: aborted time, in added_line of a.c:1 (check.lua:
-- What ends inside of the library is told at the check's own line.
local text = require "moongate.text"
local s = ("a b "):rep(1 << 17)
while true do text.wrap(s, 20) end
