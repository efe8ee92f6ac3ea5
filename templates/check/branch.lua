-- Called for each branch of the repository (`moongate check --branches`). Its test stands next to it:
-- `moongate test`.
local glob = require("moongate.glob")

return {
  api = 1,
  summary = "Branches are named after what they are for",
  level = "warning",
  options = {
    names = {
      default = { "main", "release/*", "feature/*", "fix/*" },
      doc = "Globs of which a branch's name must match one",
    },
  },
  branch = function(branch, opt)
    if not glob.any(opt.names, branch.name) then
      branch:report("its name is none of " .. table.concat(opt.names, ", "))
    end
  end,
}
