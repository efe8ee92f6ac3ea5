-- expect: aborted time
local glob = require "moongate.glob"
local p, s = ("*a"):rep(200) .. "b", ("a"):rep(1 << 16)
while true do pcall(glob.matches, p, s) end
