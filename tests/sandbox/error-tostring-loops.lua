-- expect: error the error is a table
error(setmetatable({}, { __tostring = function() while true do end end, __name = ("x"):rep(1 << 20) }))
