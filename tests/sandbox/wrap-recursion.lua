-- expect: error|aborted
local function f() return coroutine.wrap(f)() end
f()
