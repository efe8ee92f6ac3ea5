-- expect: harmless
local m = {}
for i = 1, 1000 do setmetatable({}, m) end
m.__gc = function() while true do end end
for i = 1, 20000 do local _ = { i } end
line:report("ok")
