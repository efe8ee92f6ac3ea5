-- expect: aborted memory
local s = ("x"):rep(6 << 20)
return ("%s%s%s%s"):format(s, s, s, s)
