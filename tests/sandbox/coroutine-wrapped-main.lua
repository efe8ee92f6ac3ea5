-- expect: harmless
local co, main = coroutine.running()
assert(main and not pcall(coroutine.resume, co))
assert(not pcall(coroutine.close, co))
assert(not pcall(coroutine.yield))
local self
self = coroutine.create(function() return coroutine.resume(self), pcall(coroutine.close, self) end)
assert(coroutine.resume(self))
assert(coroutine.isyieldable() == false)
line:report("ok")
