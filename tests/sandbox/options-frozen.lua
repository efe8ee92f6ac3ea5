-- expect: harmless
-- whole
return { api = 1, summary = "test", options = { list = { default = { "a", "b" } }, map = { default = { k = "v" }, type = "map" } },
added_line = function(line, opt)
  for _, t in ipairs { opt, opt.list, opt.map } do
    assert(not pcall(rawset, t, "x", 1))
    assert(not pcall(rawset, t, 1, 1))
    assert(not pcall(setmetatable, t, {}))
    assert(not pcall(function() t.x = 1 end))
    assert(not pcall(function() t[1] = 1 end))
    pcall(table.insert, t, "x")
    pcall(table.remove, t)
    pcall(table.sort, t, function(a, b) return a > b end)
    pcall(table.move, { "z" }, 1, 1, 1, t)
  end
  assert(#opt.list == 2 and opt.list[1] == "a" and opt.list[2] == "b" and opt.map.k == "v")
  line:report("ok")
end }
