-- expect: aborted time
local function loop() while true do end end
local function deep(n) return xpcall(n > 0 and deep or loop, loop, n - 1) end
deep(100)
