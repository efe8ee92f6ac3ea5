-- expect: aborted findings
local s = ("x"):rep(4000)
for i = 1, 1e7 do line:report(s .. i) end
