-- expect: aborted time
local s = ("a"):rep(1 << 19)
return s:find("[" .. ("b"):rep(1 << 19) .. "]")
