-- expect: harmless
-- whole
-- pairs() of the options hands out nothing that can be written to.
return { api = 1, summary = "test", options = { list = { default = { "a", "b" } }, map = { default = { k = "v" }, type = "map" } },
added_line = function(line, opt)
  for _, frozen in ipairs { opt, opt.list, opt.map } do
    local _, shown = pairs(frozen)
    assert(not pcall(rawset, shown, "a", 1))
    assert(not pcall(function() shown.a = 1 end))
    assert(not pcall(function() shown[{}] = 1 end))
    assert(not pcall(setmetatable, shown, {}))
  end
  local fine, why = pcall(function() return opt.mup end)
  assert(not fine and why:find("declares no option 'mup'", 1, true) and why:find("map", 1, true))
  assert(not pcall(function() return opt["\0"] end))
  line:report("ok")
end }
