-- expect: error|aborted
local t = setmetatable({}, {})
getmetatable(t).__tostring = function() return tostring(t) end
local _ = tostring(t)
