-- expect: harmless
for _, text in ipairs { "\27[2J\27]0;x\7", "a\n::error::b", "\0", "\xff\xfe\xc3", "]]><x/>", "<script>", "a\rb", ("é"):rep(3000), "‮", "%s%n" } do
  line:report(text, { help = text, fix = text, column = 1, length = 0 })
end
line:report("ok")
