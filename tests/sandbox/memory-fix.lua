-- expect: aborted findings
local s = ("x"):rep(200 << 10)
for i = 1, 1e7 do line:report("m", { fix = s }) end
