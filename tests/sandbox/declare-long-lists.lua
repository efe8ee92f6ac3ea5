-- expect: error|aborted
-- whole
local many = {}
for i = 1, 9000 do many[i] = "language-" .. i end
return { api = 1, summary = "x", languages = many, added_line = function() end }
