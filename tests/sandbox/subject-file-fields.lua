-- expect: harmless
assert(not pcall(function() return line.nothing end))
assert(not pcall(function() return line[1] end))
assert(not pcall(function() return line[nil] end))
line:report("ok")
