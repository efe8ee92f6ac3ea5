-- expect: harmless
assert(getmetatable(line) == false and getmetatable(line.file) == false and getmetatable(opt) == false)
assert(not pcall(setmetatable, line, {}))
assert(not pcall(function() line.text = "x" end))
assert(not pcall(function() opt.x = 1 end))
assert(not pcall(rawset, line, "text", "x"))
line:report("ok")
