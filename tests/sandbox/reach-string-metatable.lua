-- expect: harmless
assert(getmetatable("") == false)
assert(not pcall(setmetatable, "", {}))
line:report("ok")
