-- Called once for the whole change. Its test stands next to it: `moongate test`.
local glob = require("moongate.glob")

return {
  api = 1,
  summary = "A change of the source tells the changelog",
  level = "warning",
  options = {
    source = { default = { "src/**" }, doc = "Globs of files that users notice" },
    changelog = { default = "CHANGELOG.md", type = "glob", doc = "Where changes are told" },
  },
  change = function(change, opt)
    local source = false
    for _, file in ipairs(change.files) do
      if glob.matches(opt.changelog, file.path) then return end
      source = source or glob.any(opt.source, file.path)
    end
    if source then change:report("the source has changed and " .. opt.changelog .. " has not") end
  end,
}
