-- expect: error longer than
local _ = require("moongate.glob").match(("a"):rep(1 << 20), "ab")
