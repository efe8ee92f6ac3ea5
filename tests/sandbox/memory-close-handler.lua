-- expect: aborted memory
local x <close> = setmetatable({}, { __close = function() line:report("closed") end })
return ("x"):rep(1 << 30)
