-- expect: aborted time
local function deep(n)
  local co = coroutine.wrap(function()
    ("aaaa"):gsub("a", function()
      local t = { 3, 2, 1 }
      table.sort(t, function(a, b)
        if n > 0 then pcall(deep, n - 1) else while true do pcall(error) end end
        return a < b
      end)
    end)
  end)
  pcall(co)
end
deep(8)
