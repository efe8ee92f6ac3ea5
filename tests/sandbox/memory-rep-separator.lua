-- expect: aborted memory|error too large
local _ = ("x"):rep(1000000000, ("y"):rep(1 << 20))
