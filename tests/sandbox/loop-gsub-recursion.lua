-- expect: aborted time
local function f(s) return (s:gsub(".", f)) end
while true do pcall(f, "ab") end
