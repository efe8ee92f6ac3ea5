-- expect: error has at most 200 bytes
-- whole
return { api = 1, summary = 'x', finish = function() end, added_line = function(line) line:fact(("x"):rep(201), 1) end }
