-- expect: error the error is a table
local bad = setmetatable({}, { __tostring = function() coroutine.yield() return "x" end, __name = "evil" })
local ok, e = coroutine.resume(coroutine.create(function() error(bad) end))
assert(not ok and e == bad)
assert(not pcall(tostring, bad))
error(bad)
