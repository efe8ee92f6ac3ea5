-- expect: error is a userdata
-- whole
return { api = 1, summary = 'x', finish = function() end, added_line = function(line) line:fact("x", { line }) end }
