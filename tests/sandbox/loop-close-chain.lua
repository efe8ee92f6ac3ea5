-- expect: aborted time
local function f()
  local x <close> = setmetatable({}, { __close = function() error("again") end })
  error("first")
end
while true do pcall(f) end
