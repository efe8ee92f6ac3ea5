-- expect: aborted|error
local list = {}
for i = 1, 200000 do list[i] = 0x10FFFF end
while true do local _ = utf8.char(table.unpack(list)) end
