-- expect: aborted
local regex = require "moongate.regex"
local list = {}
for i = 1, 40 do list[i] = regex.new(("(a|b|c){1,%d}x%d"):format(100 + i, i)) end
while true do for i = 1, #list do list[i]:find("ab") end end
