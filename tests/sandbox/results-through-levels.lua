-- expect: aborted time
local function many() return table.unpack({}, 1, 150000) end
local function through(n)
  local keep <close> = nil
  if n == 0 then return many() end
  return through(n - 1)
end
while true do local n = select("#", through(5000)) end
