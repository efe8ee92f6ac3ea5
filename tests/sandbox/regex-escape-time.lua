-- expect: aborted time
local regex = require "moongate.regex"
local long = ("a"):rep(4 << 20)
while true do regex.escape(long) end
