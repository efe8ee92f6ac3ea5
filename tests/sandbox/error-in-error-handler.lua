-- expect: aborted time|harmless
local function handler() error(setmetatable({}, { __tostring = error })) end
for _ = 1, 100 do assert(not xpcall(error, handler, "x")) end
line:report("ok")
