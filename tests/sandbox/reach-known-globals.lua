-- expect: harmless
local known = {}
for name in ("_G _VERSION assert coroutine error getmetatable ipairs math next pairs pcall rawequal rawget rawlen rawset require select setmetatable string table tonumber tostring type utf8 xpcall"):gmatch("%S+") do known[name] = true end
for name in pairs(_G) do assert(known[name], name) end
line:report("ok")
