-- expect: harmless
for _, k in ipairs { 1, "x", 0 / 0, {}, error, math.huge, -1 } do assert(not pcall(next, {}, k)) end
assert(not pcall(next, setmetatable({}, { __index = {} }), "x"))
local t = {}
assert(not pcall(function() t[0 / 0] = 1 end) and not pcall(function() t[nil] = 1 end))
line:report("ok")
