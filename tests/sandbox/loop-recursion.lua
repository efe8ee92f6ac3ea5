-- expect: aborted time
local function f() return f() end
f()
