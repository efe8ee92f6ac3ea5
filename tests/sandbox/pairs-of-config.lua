-- expect: harmless
-- visitor: change
local iterate, shown = pairs(subject.config)
assert(not pcall(rawset, shown, "a", 1))
for _, lie in ipairs { 0x414141414140, "text", ipairs, subject, {} } do
  pcall(iterate, lie)
  pcall(iterate, lie, lie)
end
subject:report("ok")
