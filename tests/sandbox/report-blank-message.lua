-- expect: aborted time
local blank = (" "):rep(8 << 20)
while true do pcall(line.report, line, blank) end
