-- expect: error has named and unnamed values
-- whole
return { api = 1, summary = 'x', finish = function() end, added_line = function(line) line:fact("x", { 1, a = 2 }) end }
