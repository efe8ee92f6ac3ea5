-- expect: harmless
coroutine.wrap(function() line:report("inside") end)()
line:report("ok")
