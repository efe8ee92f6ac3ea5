-- expect: aborted
local all = {}
for size = 1, 60 do
  local t = {}
  for i = 1, 20000 do t[i] = { ("x"):rep(size * 4) .. i } end
  all[size] = t
end
