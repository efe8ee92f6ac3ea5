-- expect: harmless
assert(not pcall(function() ("").x = 1 end))
assert(getmetatable("") == false)
assert(not pcall(setmetatable, "", {}))
assert(not pcall(function() string.format = function() return "mine" end end))
assert(("%d"):format(1) == "1")
line:report("ok")
