-- expect: aborted time
local function loop() while true do end end
pcall(loop)
pcall(line.report, line, "after the end")
line:report("after the end")
