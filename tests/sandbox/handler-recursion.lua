-- expect: aborted|error|harmless
local function handler(e) return xpcall(error, handler, e) end
for _ = 1, 200 do xpcall(error, handler, "x") end
local depth = 0
local function again() depth = depth + 1 error(again) end
for _ = 1, 200 do xpcall(again, again) end
line:report("ok")
