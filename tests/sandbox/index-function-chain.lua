-- expect: aborted
local t = {}
for _ = 1, 150 do
  local inner = t
  t = setmetatable({}, { __index = function(_, k) return inner[k] end, __newindex = function(_, k, v) inner[k] = v end })
end
while true do local x = pcall(function() t[1] = t[2] return t.a end) end
