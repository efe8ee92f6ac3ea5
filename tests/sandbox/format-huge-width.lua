-- expect: error invalid conversion
local _ = ("%99999999s"):format("x")
