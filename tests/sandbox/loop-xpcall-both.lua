-- expect: aborted time
local function loop() while true do end end
xpcall(loop, loop)
