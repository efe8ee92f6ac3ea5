local glob = require("moongate.glob")

return {
  api = 1,
  summary = "A change of the code says so in the changelog",
  level = "warning",
  stages = { "range" },
  options = {
    code = { default = { "src/**", "lib/**" }, doc = "Globs of files whose change users notice" },
    file = { default = "CHANGELOG.md", doc = "The changelog" },
  },
  change = function(change, opt)
    local code
    for _, file in ipairs(change.files) do
      if file.path == opt.file then return end
      if not code and glob.any(opt.code, file.path) then code = file.path end
    end
    if code then
      change:report(code .. " changed, and " .. opt.file .. " did not", {
        help = "add a line to " .. opt.file,
      })
    end
  end,
}
