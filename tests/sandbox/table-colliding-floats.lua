-- expect: aborted time
local t = {}
for i = 1, 20000 do t[i * 2.0 ^ 70] = i end
while true do for i = 1, 20000 do local _ = t[i * 2.0 ^ 70] end end
