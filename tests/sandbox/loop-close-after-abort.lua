-- expect: aborted time
local x <close> = setmetatable({}, { __close = function()
  line:report("closed after the end")
  while true do end
end })
while true do end
