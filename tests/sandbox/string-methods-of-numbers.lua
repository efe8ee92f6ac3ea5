-- expect: aborted
local n = 1
while true do
  local s = tostring(n):rep(100000, n)
  n = s:len() * 1e300
end
