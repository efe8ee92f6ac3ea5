-- expect: aborted memory
local part, list = ("x"):rep(1 << 20), {}
for i = 1, 100000 do list[i] = part end
local _ = table.concat(list, part)
