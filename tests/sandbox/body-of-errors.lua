-- expect: aborted time
-- Each error is an exception of the host, which takes microseconds.
local p, e = pcall, error
while true do
-- repeat 200:   p(e) p(e) p(e) p(e) p(e) p(e) p(e) p(e) p(e) p(e) p(e) p(e) p(e) p(e) p(e) p(e) p(e) p(e)
end
