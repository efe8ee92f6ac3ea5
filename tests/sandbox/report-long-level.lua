-- expect: aborted time
local long = ("x"):rep(8 << 20)
while true do pcall(line.report, line, "x", { level = long }) end
