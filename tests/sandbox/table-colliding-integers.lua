-- expect: aborted time
local t = {}
for i = 1, 1 << 17 do t[i * ((1 << 40) - (1 << 20))] = i end
while true do local _ = t[1 << 45] end
