-- expect: error|aborted|harmless
local list = {}
for i = 1, 1000 do list[i] = i end
pcall(table.sort, list, function(a, b) list[#list] = nil; return (a or 0) < (b or 0) end)
line:report("ok")
