-- expect: aborted
local list = {}
for i = 1, 200 do list[i] = ("x"):rep(1 << 20) end
local _ = (("%s"):rep(200)):format(table.unpack(list))
