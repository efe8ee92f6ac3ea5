-- expect: harmless
local m = {}
local t = setmetatable({}, m)
m.__mode = "k"
t[{}] = 1
for i = 1, 50000 do local _ = { i } end
assert(next(t))
line:report("ok")
