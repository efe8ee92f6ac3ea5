-- expect: harmless
-- whole
return setmetatable({ api = 1, summary = "x", added_line = function(line) line:report("ok") end },
  { __index = function() while true do end end, __pairs = function() while true do end end })
