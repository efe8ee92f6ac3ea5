-- expect: aborted findings
local s = ("x"):rep(1 << 20)
for i = 1, 1e7 do line:report("m", { fix = s }) end
