-- expect: error|aborted|harmless
local t = {}
for i = 1, 1000 do t[i] = i end
pcall(function() for k in pairs(t) do t[k] = nil; t[{}] = 1 end end)
line:report("ok")
