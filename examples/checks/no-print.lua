return {
  api = 1,
  summary = "No print() in library code",
  languages = { "python" },
  paths = { include = { "src/**" } },
  added_line = function(line)
    local column = line.text:match("^%s*()print%s*%(")
    if column then
      line:report("print() in library code", {
        column = column, length = 5, help = "use the module's logger",
      })
    end
  end,
}
