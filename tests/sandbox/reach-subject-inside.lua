-- expect: harmless
for _, subject in ipairs { line, line.file } do
  assert(getmetatable(subject) == false)
  for _, f in ipairs { rawget, rawset, rawlen, next, setmetatable } do assert(not pcall(f, subject, "text", 1)) end
  assert(not pcall(function() subject.text = "x" end))
  assert(not pcall(function() return subject.__index end))
  assert(not pcall(function() return subject.__gc end))
end
assert(not pcall(line.report, line.file.lines, "x"))
assert(not pcall(line.file.lines, {}))
assert(not pcall(line.file.lines, line))
line:report("ok")
