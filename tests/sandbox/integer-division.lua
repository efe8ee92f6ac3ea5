-- expect: harmless
assert(not pcall(function() return 1 // 0 end) and not pcall(function() return 1 % 0 end))
assert(math.mininteger // -1 == math.mininteger and math.mininteger % -1 == 0)
assert(1 << 64 == 0 and 1 >> -64 == 0 and math.maxinteger + 1 == math.mininteger)
assert(not pcall(function() return 1 & 1.5 end) and not pcall(function() return 2 ^ 63 | 0 end))
line:report("ok")
