-- expect: error
-- whole
local deep = {}
for _ = 1, 100000 do deep = { deep } end
return { api = 1, summary = "x", options = { o = { default = deep } }, added_line = function() end }
