-- expect: harmless
assert(not pcall(function() opt.x = 1 end))
assert(not pcall(rawset, opt, "x", 1) and not pcall(function() return opt.x end) and opt[1] == nil)
assert(not pcall(table.insert, opt, 1) and not pcall(table.move, { 1 }, 1, 1, 1, opt))
assert(not pcall(setmetatable, opt, nil) and getmetatable(opt) == false)
local t = {}
assert(rawset(t, "x", 1) == t and t.x == 1 and not pcall(rawset, t) and not pcall(rawset, t, nil, 1))
line:report("ok")
