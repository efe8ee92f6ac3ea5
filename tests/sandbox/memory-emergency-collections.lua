-- expect: aborted
local keep = {}
for i = 1, 100000 do keep[i] = { i } end
local s = ("x"):rep(1 << 20)
while true do local _ = s .. "y" .. s:sub(1, 1000) end
