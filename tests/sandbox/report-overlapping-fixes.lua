-- expect: harmless
for i = 1, 100 do line:report("again", { column = 1, length = 3, fix = ("x"):rep(i) }) end
line:report("ok")
