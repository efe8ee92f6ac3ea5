-- expect: harmless
for _, text in ipairs { "\27[31m", "::error::x", "\r\nx\r\n", "\0", "\xFF\xFE\xC3", "]]>", "<script>", "\u{202E}", "![x](y)", "%0A::stop" } do
  line:report(text, { help = text, fix = text, column = 1, length = 1 })
end
line:report("ok")
