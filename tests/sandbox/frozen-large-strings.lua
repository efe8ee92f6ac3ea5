-- expect: harmless
-- Large strings need nothing that only loading could make.
local words = {}
for i = 1, 2000 do words[i] = "word " .. i end
assert(#table.concat(words, " ") > 10000 and #("x"):rep(5000):upper() == 5000)
line:report("ok")
