-- expect: harmless
local assert = assert
for _, name in ipairs { "print", "io", "os", "debug", "load", "dofile", "collectgarbage" } do
  assert(rawget(_G, name) == nil and not pcall(function() return _G[name] end))
end
do
  local _ENV <const> = setmetatable({}, { __index = function() return nil end })
  x = 1
  assert(print == nil and x == 1)
end
for _, poison in ipairs {
  function() _G.string.format = function() error("poisoned") end end,
  function() _G.tostring, _G.type, _G.pairs, _G.error = nil, nil, nil, nil end,
  function() string.find, table.concat = nil, nil end,
  function() _ENV = setmetatable({}, { __index = _G }) end,
} do assert(not pcall(poison)) end
line:report("ok")
