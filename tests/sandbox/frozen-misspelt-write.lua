-- expect: error cannot set the global 'cuont'
-- whole
local count = 0
return { api = 1, summary = 'x', added_line = function(line) cuont = 1 end }
