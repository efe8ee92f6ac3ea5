-- expect: harmless
for _, name in ipairs { "io", "os", "debug", "package", "load", "loadstring", "dofile", "loadfile",
  "collectgarbage", "print", "warn", "module", "newproxy", "setfenv", "getfenv", "ffi", "jit" } do
  assert(rawget(_G, name) == nil and rawget(_ENV, name) == nil, name)
end
assert(string.dump == nil and math.random == nil and math.randomseed == nil)
line:report("ok")
