-- expect: aborted|error invalid order
local list, flip = {}, false
for i = 1, 100000 do list[i] = i end
while true do
  table.sort(list, function() flip = not flip; return flip end)
end
