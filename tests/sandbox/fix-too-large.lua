-- expect: error is larger than 256KiB: report a smaller range
for i = 1, 60 do line:report("m", { column = 1, length = 1, fix = ("x"):rep(1000000) }) end
line:report("ok")
