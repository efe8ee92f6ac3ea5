-- expect: harmless
local co = coroutine.create(function() table.sort({ 3, 2, 1 }, function(x, y) coroutine.yield() return x < y end) end)
assert(not (coroutine.resume(co) and coroutine.resume(co)))
line:report("ok")
