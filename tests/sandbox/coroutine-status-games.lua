-- expect: harmless
local co
co = coroutine.create(function() assert(not coroutine.resume(co)); assert(not pcall(coroutine.close, co)); coroutine.yield(co) end)
coroutine.resume(co)
assert(coroutine.close(co) and coroutine.status(co) == "dead")
assert(not coroutine.resume(co))
assert(not pcall(coroutine.wrap, 1) and not pcall(coroutine.create))
assert(coroutine.running() and not coroutine.isyieldable())
line:report("ok")
