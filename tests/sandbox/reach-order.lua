-- expect: harmless
local t = {}
for i = 1, 50 do t[{}] = i t[function() end] = -i end
local said = {}
for _, v in pairs(t) do said[#said + 1] = v end
local first = table.concat(said, ",")
line:report("ok")
