-- expect: error after its visit
if say then say() end
local file = line.file
say = function() file:report("later") end
line:report("ok")
