-- expect: aborted|error
local list = {}
for i = 1, 100000 do list[i] = i end
while true do for i = 1, 100000 do local _ = select(-i, table.unpack(list)) end end
