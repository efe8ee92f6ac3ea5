-- expect: error __gc is not available
setmetatable({}, { __gc = coroutine.wrap(function() while true do end end) })
