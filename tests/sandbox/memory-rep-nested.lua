-- expect: aborted memory
local _ = ("x"):rep(1000):rep(1000):rep(1000)
