-- Called for each line that a change adds. Its test stands next to it: `moongate test`.
return {
  api = 1,
  summary = "A TODO names its issue",
  options = {
    reference = { default = "#%d+", doc = "Lua pattern of an issue's reference" },
  },
  paths = { exclude = { ".moongate/**" } },  -- this file has the word, too
  added_line = function(line, opt)
    local column = line.text:find("TODO", 1, true)
    if column and not line.text:find(opt.reference, column) then
      line:report("TODO without an issue number", { column = column, length = 4 })
    end
  end,
}
