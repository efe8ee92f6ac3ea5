-- expect: aborted
local glob, path = require "moongate.glob", ("a/"):rep(1 << 20)
while true do glob.match("**/*a*b*c*d", path) end
