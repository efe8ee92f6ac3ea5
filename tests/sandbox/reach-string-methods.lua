-- expect: harmless
assert(not pcall(function() ("").x = 1 end))
assert(getmetatable("") == false)
assert(not pcall(setmetatable, "", {}))
string.format = function() return "mine" end
assert(("%d"):format(1) == "mine")  -- its own state only: the runner sees that others still work
line:report("ok")
