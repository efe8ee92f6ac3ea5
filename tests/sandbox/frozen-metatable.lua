-- expect: error cannot change a table that was made while loading
-- whole
local words = {}
return { api = 1, summary = 'x', added_line = function(line) setmetatable(words, { __index = function() return 1 end }) end }
