-- expect: harmless
for _, o in ipairs { { line = 99 }, { column = 99 }, { column = 0 }, { column = -1 }, { column = 0 / 0 }, { column = 1 / 0 },
  { column = 1.5 }, { column = 2 ^ 40 }, { column = "1" }, { column = {} }, { column = 1, length = 1000 }, { length = -1 },
  { end_line = 99 }, { end_line = 0 }, { fix = {} }, { value = 0 / 0 }, { value = 1 / 0 }, { value = "1" }, { level = "off" },
  { level = "fatal" }, { level = 1 }, { rule = "unknown" }, { help = 1 }, { path = "../x" }, { [1] = 1 }, { [{}] = 1 } } do
  assert(not pcall(line.report, line, "m", o))
end
assert(not pcall(line.report, line, "m", "x"))
assert(not pcall(line.report, line, nil))
assert(not pcall(line.report, line, {}))
assert(not pcall(line.report, line, 1))
line:report("ok")
