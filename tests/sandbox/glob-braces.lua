-- expect: error glob
local _ = require("moongate.glob").match(("{a,b}"):rep(30), "ab")
