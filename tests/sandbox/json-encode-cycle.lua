-- expect: error|aborted|harmless
local json = require "moongate.json"
local t = {}
t.t = t
if json.encode then json.encode(t) end
line:report("ok")
