-- expect: aborted time
local regex = require "moongate.regex"
local i = 0
while true do i = i + 1 regex.new("(a|b){100}c" .. i) end
