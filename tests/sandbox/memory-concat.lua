-- expect: aborted memory|aborted time
local t = {}
for i = 1, 100000 do t[i] = ("x"):rep(1000) end
table.concat(t)
