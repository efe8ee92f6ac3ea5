local executable = "100755"

return {
  api = 1,
  summary = "A script with `#!` can be executed, and only that",
  changed_file = function(file)
    -- Only what the change did counts: a new file, a new mode or a new first line.
    if file.status == "deleted" or file.is_symlink then return end
    local first = (file.text or ""):sub(1, 2)
    if file.old_text and file.old_text:sub(1, 2) == first and file.old_mode == file.mode then return end
    if first == "#!" and file.mode ~= executable then
      file:report("begins with `#!` but cannot be executed", {
        help = "git update-index --chmod=+x",
      })
    elseif first ~= "#!" and file.mode == executable then
      file:report("can be executed but does not begin with `#!`", {
        help = "git update-index --chmod=-x",
      })
    end
  end,
}
