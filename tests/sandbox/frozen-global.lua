-- expect: error cannot set the global 'seen'
-- whole
seen = 0
return { api = 1, summary = 'x', added_line = function(line) seen = seen + 1 end }
