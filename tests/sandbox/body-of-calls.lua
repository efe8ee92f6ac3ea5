-- expect: aborted time
-- whole
-- A chunk of very many calls, each of them dear, without one loop.
local s, p = ("a"):rep(60), ("a"):rep(28) .. "[b]"
local function f() for _ = 1, 40 do s:find(p) end end
-- repeat 300: f() f() f() f() f() f() f() f() f() f() f() f() f() f() f() f() 
return { api = 1, summary = "test", added_line = function(line) line:report("ok") end }
