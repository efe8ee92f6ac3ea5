-- expect: aborted time
local t = {}
for i = 1, 200000 do t[i] = i end
local function f(...) while true do local _ = select("#", ...) end end
f(table.unpack(t))
