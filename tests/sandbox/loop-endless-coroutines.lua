-- expect: aborted time
local function loop() while true do end end
while true do coroutine.resume(coroutine.create(loop)) end
