-- expect: error cannot set the global 'say'
if rawget(_G, 'say') then say() end
local file = line.file
say = function() file:report("later") end
line:report("ok")
