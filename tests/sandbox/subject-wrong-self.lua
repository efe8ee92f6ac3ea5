-- expect: harmless
local report = line.report
assert(not pcall(report))
assert(not pcall(report, {}, "m"))
assert(not pcall(report, "line", "m"))
assert(not pcall(report, coroutine.create(report), "m"))
assert(not pcall(line.file.lines, line))
assert(not pcall(line.file.lines, require("moongate.regex").new("x")))
line:report("ok")
