-- expect: error glob
local _ = require("moongate.glob").match(("{a,"):rep(300) .. ("}"):rep(300), "ab")
