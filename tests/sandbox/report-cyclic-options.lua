-- expect: harmless
local o = {} o.fix = o
assert(not pcall(line.report, line, "m", o))
local m = setmetatable({}, { __index = function() while true do end end, __pairs = function() while true do end end })
line:report("m", m)
line:report("ok")
