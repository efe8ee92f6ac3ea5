-- expect: error is a thread
-- whole
return { api = 1, summary = 'x', finish = function() end, added_line = function(line) line:fact("x", coroutine.create(function() end)) end }
