-- expect: aborted time
local s = ("a"):rep(1 << 18)
while true do s:find("%f[" .. ("b"):rep(5000) .. "]") end
