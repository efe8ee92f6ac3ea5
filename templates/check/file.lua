-- Called for each changed file: for the new version, and where that has findings for the old one, whose
-- findings are not new. Its test stands next to it: `moongate test`.
return {
  api = 1,
  summary = "A source file says its licence",
  options = {
    licence = { default = "SPDX-License-Identifier:", doc = "Text that must stand in the first lines" },
    lines = { default = 5, min = 1, doc = "How many lines are looked at" },
  },
  paths = { include = { "*.c", "*.h", "*.py", "*.lua" }, exclude = { ".moongate/**" } },
  file = function(file, opt)
    for line in file:lines() do
      if line.number > opt.lines then break end
      if line.text:find(opt.licence, 1, true) then return end
    end
    file:report("no licence in the first " .. opt.lines .. " lines", {
      help = "begin the file with a comment: " .. opt.licence .. " MIT",
    })
  end,
}
