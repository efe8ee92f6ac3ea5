-- expect: aborted time
local function deep(n)
  if n == 0 then while true do end end
  while true do coroutine.resume(coroutine.create(deep), n - 1) end
end
deep(50)
