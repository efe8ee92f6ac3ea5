-- expect: harmless
local text = tostring({}) .. tostring(error) .. tostring(function() end) .. tostring(coroutine.create(error)) .. ("%p"):format({})
for digits in text:gmatch("0x(%x+)") do assert(#digits < 8, text) end
assert(("%p"):format("a string") == "(null)" and ("%p"):format(error) == "(null)")
line:report("ok")
