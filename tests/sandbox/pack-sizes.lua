-- expect: aborted memory|harmless
for _, format in ipairs { "c99999999999999999999", "i17", "!17 i4", ("i8"):rep(1000), "s8", "Xi16", "d !8 j" } do
  pcall(string.packsize, format)
  pcall(string.unpack, format, "short")
  pcall(string.pack, format, 1)
end
line:report("ok")
