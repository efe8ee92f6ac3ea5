-- expect: aborted|error
-- whole
local a = 1
-- join 1: return a
-- join 59999:  or a

