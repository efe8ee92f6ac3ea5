local glob = require("moongate.glob")
local shell = require("moongate.shell")
local text = require("moongate.text")

-- Moongate's own, of a line for each finding that a team began with: nobody could make it smaller.
local baseline = ".moongate/baseline.json"

-- https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md: under 1024 bytes, keys one a line,
-- `version` first. The size that counts is the one that the pointer names.
local function lfs_pointer_size(content)
  if not content:find("^version https://git%-lfs%.github%.com/spec/v1\n") then return nil end
  if not content:find("\noid sha256:%x+\n") then return nil end
  return math.tointeger(tonumber(content:match("\nsize (%d+)\n")))
end

-- What to do about a large file.
local function advice(file)
  local extension = file.path:match("[^/](%.[%w_-]+)$")
  return "keep it out of Git (" .. shell.join { "git", "rm", "--cached", "--", file.path }
    .. " and a line in .gitignore) or track it with Git LFS ("
    .. shell.join { "git", "lfs", "track", extension and "*" .. extension or file.path } .. ")"
end

local function whole_change(change, opt)
  -- Lines need every file's content; most changes are below the limit with all their files, and a
  -- line has at least one byte.
  local size = 0
  for _, file in ipairs(change.files) do size = size + file.size end
  local many_lines = opt.max_added_lines > 0 and size > opt.max_added_lines  -- moongate:unmutated only for speed
    and change.added_lines > opt.max_added_lines  -- moongate:unmutated only for speed
  local files, lines, bytes = 0, 0, 0
  for _, file in ipairs(change.files) do
    local counts = file.status ~= "deleted" and file.path ~= baseline
    if counts and not file.is_generated and not glob.any(opt.generated, file.path) then
      files = files + 1
      bytes = bytes + math.max(file.size - file.old_size, 0)
      if many_lines and not file.is_binary then lines = lines + file.added_line_count end
    end
  end
  return files, lines, bytes
end

-- Kinds of change in which nobody decides about the whole at once: all files, all of history.
local unbounded = { tree = true, history = true, buffer = true }

return {
  api = 1,
  summary = "Limits the size of files and changes",
  doc = [[
What Git once has, every clone carries forever: a large file is cheapest to refuse before it is
committed. A large change is cheapest to split before it is reviewed.

A size is what Git would store for the new version, not what it compresses to. A Git LFS pointer
counts with its own few bytes, unless `max_lfs_file` sets a limit for what it points to. A file that
was over the limit before is reported again only when it has grown. Every new commit is looked at, and
the whole change: a large file that a later commit removes stays in every clone. What the limits of a
whole change say is reported once. `.moongate/baseline.json` may have
any size.

Sizes are written as `512KiB`, `10MB` or a number of bytes; `0` means no limit.]],
  scope = "commits",
  binary = true,
  options = {
    max_file = { default = "1MiB", type = "size", doc = "Largest file; 0: no limit" },
    max_lfs_file = {
      default = "0", type = "size", doc = "Largest file that a Git LFS pointer stands for; 0: no limit",
    },
    max_files = { default = 300, min = 0, doc = "Most files in one change; 0: no limit" },
    max_added_lines = { default = 5000, min = 0, doc = "Most added lines in one change; 0: no limit" },
    max_change = {
      default = "10MiB", type = "size", doc = "Most bytes by which the files of one change grow; 0: no limit",
    },
    allow_binaries = {
      default = {
        "*.png", "*.jpg", "*.jpeg", "*.gif", "*.webp", "*.ico", "*.bmp", "*.tif", "*.tiff", "*.avif",
        "*.pdf", "*.ttf", "*.otf", "*.eot", "*.woff", "*.woff2", "*.mo", "*.wav", "*.mp3", "*.ogg",
        -- What a build brings along to start itself.
        "gradle/wrapper/gradle-wrapper.jar", ".mvn/wrapper/maven-wrapper.jar",
      },
      items = "glob", doc = "Globs of binary files that may be added; `**` allows all",
    },
    generated = {
      default = {
        "vendor/**", "third_party/**", "node_modules/**", "**/node_modules/**", "*.lock", "go.sum",
        "package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "*.min.js", "*.min.css", "*.map",
        "*.snap", "*.pb.go", "*_pb2.py",
      },
      items = "glob", doc = "Globs of files that nobody writes or reviews: of the limits only `max_file` holds for them",
    },
  },
  rules = {
    file = { summary = "A file is larger than `max_file`" },
    ["lfs-file"] = { summary = "A Git LFS pointer stands for more than `max_lfs_file`" },
    binary = { summary = "A binary file of an unexpected kind is added", level = "warning" },
    files = { summary = "The change has more files than `max_files`", level = "warning" },
    lines = { summary = "The change adds more lines than `max_added_lines`", level = "warning" },
    bytes = { summary = "The change's files grow by more than `max_change`" },
  },

  file = function(file, opt)
    local size, limit = file.size, opt.max_file
    if file.path == baseline then return end
    if limit > 0 and size > limit then
      file:report(("file of %s, over the limit of %s"):format(text.bytes(size), text.bytes(limit)), {
        rule = "file", value = size, help = advice(file),
      })
    elseif opt.max_lfs_file > 0 and size < 1024 then
      local named = lfs_pointer_size(file.text)
      if named and named > opt.max_lfs_file then
        file:report(("Git LFS file of %s, over the limit of %s"):format(text.bytes(named),
          text.bytes(opt.max_lfs_file)), { rule = "lfs-file", value = named })
      end
    end
  end,

  changed_file = function(file, opt)
    if file.status ~= "added" or not file.is_binary then return end
    -- Cameras and Windows write `.JPG` and `.PNG`.
    if glob.any(opt.allow_binaries, file.path) or glob.any(opt.allow_binaries, file.path:lower()) then
      return
    end
    if opt.max_file > 0 and file.size > opt.max_file then return end  -- `file` has said so
    file:report("binary file of " .. text.bytes(file.size) .. " added", {
      rule = "binary",
      help = "if it is built from something, keep it out of Git with .gitignore; "
        .. "if it belongs here, add a glob to `allow_binaries` of size-limit in moongate.toml",
    })
  end,

  change = function(change, opt)
    if unbounded[change.kind] then return end
    local files, lines, bytes = whole_change(change, opt)
    local split = "split it into changes that can be reviewed one by one; "
      .. "files that nobody reviews belong to `generated` of size-limit in moongate.toml"
    if opt.max_files > 0 and files > opt.max_files then
      change:report(("change of %d files, over the limit of %d"):format(files, opt.max_files), {
        rule = "files", value = files, help = split,
      })
    end
    if lines > opt.max_added_lines then
      change:report(("change adds %d lines, over the limit of %d"):format(lines, opt.max_added_lines), {
        rule = "lines", value = lines, help = split,
      })
    end
    if opt.max_change > 0 and bytes > opt.max_change then
      change:report(("files grow by %s, over the limit of %s"):format(text.bytes(bytes),
        text.bytes(opt.max_change)), { rule = "bytes", value = bytes, help = split })
    end
  end,
}
