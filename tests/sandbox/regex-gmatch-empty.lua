-- expect: aborted
local regex, text = require "moongate.regex", ("x"):rep(1 << 20)
while true do for _ in regex.new(""):gmatch(text) do end end
