-- Called for each file that a change adds, modifies, renames or deletes, with both sides. Its test stands
-- next to it: `moongate test`.
local glob = require("moongate.glob")

return {
  api = 1,
  summary = "A script stays executable",
  binary = true,
  options = {
    scripts = { default = { "bin/**", "*.sh" }, doc = "Globs of files that are run" },
  },
  changed_file = function(file, opt)
    if file.old_mode ~= "100755" or file.mode ~= "100644" then return end
    if not glob.any(opt.scripts, file.path) then return end
    file:report("it is no longer executable", { help = "git update-index --chmod=+x" })
  end,
}
