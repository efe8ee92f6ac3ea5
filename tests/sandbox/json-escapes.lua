-- expect: error|harmless
local json = require "moongate.json"
for _, text in ipairs { '"\\u', '"\\ud800"', '"\\ud800\\u0000"', '"\\', '1e', '-', "1e99999", "nul", '{"a":1,}', "[1,,2]", "\0" } do
  pcall(json.decode, text)
end
line:report("ok")
