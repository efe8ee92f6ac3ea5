-- expect: harmless
for i = 1, 20000 do line:report("m") end
line:report("ok")
