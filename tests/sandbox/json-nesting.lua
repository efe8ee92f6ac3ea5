-- expect: error|aborted|harmless
local json = require "moongate.json"
for _, open in ipairs { "[", '{"a":', "[{\"a\":[" } do pcall(json.decode, open:rep(200000)) end
line:report("ok")
