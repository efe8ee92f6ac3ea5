-- expect: aborted time
local regex = require "moongate.regex"
local r = regex.new("(x+x+)+y{100}(a|b|ab)*[a-z]{50}")
local s = ("x"):rep(1 << 20)
while true do r:find(s) end
