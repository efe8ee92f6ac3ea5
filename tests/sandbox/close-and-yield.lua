-- expect: error across a C-call boundary|aborted time
local function closing() return setmetatable({}, { __close = function() while true do coroutine.yield() end end }) end
local co = coroutine.wrap(function()
  for _ in nil, nil, nil, closing() do end
end)
local other = coroutine.create(function() local x <close> = closing() coroutine.yield() end)
coroutine.resume(other)
pcall(coroutine.close, other)
local co2 = coroutine.wrap(function() local x <close> = closing() error("x") end)
while true do co2() end
