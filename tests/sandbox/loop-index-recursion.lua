-- expect: aborted time
local t = setmetatable({}, {})
getmetatable(t).__index = function(_, k) return t[k .. ""] end
while true do pcall(function() return t.x end) end
