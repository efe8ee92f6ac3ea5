-- expect: harmless
-- whole
-- A fact is read without running any code of the script.
local liar = setmetatable({}, {
  __index = function() while true do end end,
  __len = function() return 1 << 60 end,
  __pairs = function() while true do end end,
})
return {
  api = 1,
  summary = "x",
  finish = function() end,
  added_line = function(line)
    line:fact("x", liar)
    line:fact("x", { { a = { 1, "b", false } }, nil })
    line:report("ok")
  end,
}
