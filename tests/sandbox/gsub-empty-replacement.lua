-- expect: aborted time
local r = ("%1"):rep(1 << 18)
while true do (("a"):rep(1 << 16)):gsub("()", ""); ("a"):rep(99):gsub("(b-)", r) end
