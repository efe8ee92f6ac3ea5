-- expect: aborted time
tostring(setmetatable({}, { __tostring = function() while true do end end }))
