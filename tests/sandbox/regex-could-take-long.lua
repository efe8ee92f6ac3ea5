-- expect: aborted a regex over a long text could take longer than the CPU time that it has left
local regex = require "moongate.regex"
local r = regex.new("(?i)\\b(password|secret|token)\\s{0,20}[:=]\\s{0,20}['\"]?[a-z0-9]{16,64}")
r:find(("x"):rep(4000000))
