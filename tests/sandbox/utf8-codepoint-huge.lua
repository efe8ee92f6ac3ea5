-- expect: aborted|error
local text = ("\u{10FFFF}"):rep(1 << 18)
while true do local _ = utf8.codepoint(text, 1, -1) end
