-- expect: aborted time
local caught = 0
while true do
  if not pcall(function() while true do end end) then caught = caught + 1 end
  line:report("caught " .. caught)
end
