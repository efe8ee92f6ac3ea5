-- expect: error nested too deeply
-- whole
return { api = 1, summary = 'x', finish = function() end, added_line = function(line) local t = {} t.t = t line:fact("x", t) end }
