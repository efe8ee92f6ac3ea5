-- expect: harmless
-- visitor: changed_file
local file = subject
for _, o in ipairs { { line = 0 }, { line = 3 }, { line = 2 ^ 31 }, { line = 1, column = 2 ^ 53 }, { line = -1 }, { line = 1.5 },
  { line = math.mininteger }, { line = math.maxinteger, column = 1 }, { line = 1, column = 1, length = math.maxinteger },
  { line = 1, column = 7 }, { line = 1, length = 15 }, { line = 2, end_line = 1 }, { column = 1 }, { fix = "x" },
  { line = 1, end_line = math.huge }, { line = 1, column = 1, fix = "x" } } do
  assert(not pcall(file.report, file, "m", o))
end
local liar = setmetatable({}, { __index = function() return 99 end, __pairs = function() return next, { line = 99 } end })
file:report("m", liar)
file:report("ok", { line = 2, column = 7, length = 0, fix = "" })
