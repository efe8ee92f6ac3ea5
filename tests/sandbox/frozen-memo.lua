-- expect: harmless
-- whole
-- A memo is no way to keep something: its results are frozen and look the same whoever computed them.
local memo = require("moongate.memo")
local calls = memo(function(text) return { text, tostring({}) } end)
local echo = memo(function(...) return ... end)
local wrong = {
  function() calls({}) end, function() calls(function() end) end,
  memo(function() return function() end end), memo(function() return coroutine.create(print) end),
  memo(function() return setmetatable({}, {}) end),
  memo(function() local t = {}; t.t = t; return t end),
  memo(function() local t = {}; for i = 1, 20000 do t[i] = i end; return t end),
  memo(function() coroutine.yield() end), function() memo(1) end, function() memo() end,
  memo(function() return { [{}] = 1 } end),
}
return {
  api = 1,
  summary = "x",
  added_line = function(line)
    for i = 1, #wrong do
      if pcall(wrong[i]) then return line:report("wrong " .. i) end
    end
    local before = tostring({}):match("%x+$")
    local first = calls("a")
    local after = tostring({}):match("%x+$")
    if tonumber(after, 16) - tonumber(before, 16) > 3 then return line:report("it shows") end
    if pcall(function() first[1] = "b" end) then return line:report("written") end
    if calls("a") ~= first or calls("b") == first or calls(1) == calls("1") then return line:report("mixed") end
    local a, b, c = echo(1, nil, "x")
    if a ~= 1 or b ~= nil or c ~= "x" or select("#", echo()) ~= 0 or echo(1.0) ~= 1 then
      return line:report("values")
    end
    local n = 0
    local own = memo(function(x) n = n + 1; return x end)
    own(1); own(1); own(2)
    if n ~= 2 then return line:report("computed " .. n) end
    for i = 1, 3000 do echo(("x"):rep(1000) .. i) end
    line:report("ok")
  end,
}
