-- expect: error nested
-- whole
local t = {} t.x = t
return { api = 1, summary = "s", options = { o = { default = t } }, change = function() end }
