-- expect: harmless
local assert = assert
local function other() return print, io, os, debug, load, dofile, collectgarbage end
do
  local _ENV = setmetatable({}, { __index = function() return nil end })
  x = 1
  assert(print == nil and x == 1)
end
for at = 1, 7 do assert((select(at, other())) == nil) end
_G.string.format = function() error("poisoned") end
_G.tostring, _G.type, _G.pairs, _G.error = nil, nil, nil, nil
string.find, table.concat = nil, nil
line:report("ok")
