-- expect: error nested too deeply
-- whole
return { api = 1, summary = 'x', finish = function() end, added_line = function(line) local t = {} for _ = 1, 1000 do t = { t } end line:fact("x", t) end }
