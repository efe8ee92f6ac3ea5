-- expect: aborted time
local s = ("a"):rep(1 << 20)
while true do s:find("^(a*)%1b") end
