-- expect: aborted memory
local regex = require "moongate.regex"
regex.escape(("\0"):rep(12 << 20))
