-- expect: aborted time|aborted findings
local long = ("x"):rep(8 << 20)
while true do line:report("x", { help = long }) end
