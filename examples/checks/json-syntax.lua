local json = require("moongate.json")

return {
  api = 1,
  summary = "JSON files can be read",
  paths = { include = { "*.json" }, exclude = { "tsconfig*.json", ".vscode/**" } },
  file = function(file)
    local _, reason = json.decode(file.text)
    if reason then
      local line, column, message = reason:match("^line (%d+), column (%d+): (.*)$")
      file:report("not JSON: " .. message, {
        line = math.tointeger(line), column = math.tointeger(column),
      })
    end
  end,
}
