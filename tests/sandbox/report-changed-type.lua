-- expect: harmless
local lying = setmetatable({}, { __index = function() return 1e9 end, __len = function() return 5 end, __pairs = function() return function() return "column", 1 end end })
pcall(line.report, line, "m", lying)
pcall(line.report, line, setmetatable({}, { __tostring = function() return "m" end }))
line:report("ok")
