-- expect: harmless
for _, name in ipairs { "load", "loadstring", "loadfile", "dofile", "os", "io", "debug", "package", "collectgarbage", "warn", "print", "module",
  "setfenv", "getfenv", "newproxy", "jit", "ffi", "bit32" } do
  assert(rawget(_G, name) == nil, name)
  assert(not pcall(require, name), name)
end
assert(not math.random and not math.randomseed and not string.dump)
line:report("ok")
