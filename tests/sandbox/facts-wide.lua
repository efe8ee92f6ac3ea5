-- expect: error holds more than 10000 values
-- whole
return { api = 1, summary = 'x', finish = function() end, added_line = function(line) local t = {} for i = 1, 20000 do t[i] = i end line:fact("x", t) end }
