-- expect: harmless
-- whole
-- The iterator that pairs() gives for a frozen table is a native function: with anything as its
-- arguments it reads that table alone.
return { api = 1, summary = "test", options = { list = { default = { "a", "b" } }, map = { default = { k = "v" }, type = "map" } },
added_line = function(line, opt)
  for _, frozen in ipairs { opt, opt.list, opt.map } do
    local iterate, shown, first = pairs(frozen)
    assert(shown == frozen and first == nil)
    for _, lie in ipairs { 0x414141414140, 1.5, "text", true, ipairs, {}, line, coroutine.create(ipairs) } do
      pcall(iterate, lie)
      pcall(iterate, lie, lie)
      pcall(iterate, nil, lie)
    end
    pcall(iterate)
    assert(iterate(nil, nil) ~= nil)
    local count = 0
    for key, value in iterate do
      assert(frozen[key] == value)
      count = count + 1
    end
    assert(count > 0)
  end
  line:report("ok")
end }
