-- expect: aborted time
local t = {}
for i = 1, 100000 do t[i] = i end
local f = function() return table.unpack(t) end
local through = f
for _ = 1, 60 do
  local inner = through
  through = function() return assert(pcall(inner)) end
end
while true do local n = select("#", through()) end
