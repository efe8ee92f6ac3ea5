-- expect: error cannot use an iterator that was made while loading
-- whole
local word = ("a b c"):gmatch("%a")
return { api = 1, summary = 'x', added_line = function(line) line:report(word()) end }
