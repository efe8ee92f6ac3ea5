-- expect: aborted time
-- Each search fails late at every place and ends before a long one would first have paid.
local s, p = ("a"):rep(60), ("a"):rep(28) .. "[b]"
while true do
  s:find(p) s:find(p) s:find(p) s:find(p) s:find(p) s:find(p) s:find(p) s:find(p)
end
