-- expect: aborted
local regex, i = require "moongate.regex", 0
while true do
  i = i + 1
  regex.new("(a|b|" .. i .. "){1,50}(c|d)*[^x]{3,9}"):test("abcd")
end
