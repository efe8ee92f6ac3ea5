-- expect: aborted
local glob, i = require "moongate.glob", 0
while true do
  i = i + 1
  glob.match(i .. ("{a,b}*"):rep(7), ("ab"):rep(1000))
end
