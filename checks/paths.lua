local glob = require("moongate.glob")
local regex = require("moongate.regex")
local shell = require("moongate.shell")
local text = require("moongate.text")

-- https://learn.microsoft.com/windows/win32/fileio/naming-a-file, and what Git for Windows refuses
-- (core.protectNTFS).
local devices = { con = true, prn = true, aux = true, nul = true, ["conin$"] = true, ["conout$"] = true }
for _, digit in ipairs { "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³" } do
  devices["com" .. digit] = true
  devices["lpt" .. digit] = true
end

-- Why Windows cannot have a file or directory of this name; nil where it can.
local function refused_by_windows(name)
  local character = name:match('[<>:"|?*\\]')
  if character then return "it has the character `" .. character .. "`" end
  if name:find("[\1-\31]") then return "it has a control character" end
  if name:find("%.$") then return "it ends in a dot" end
  if name:find(" $") then return "it ends in a space" end
  local stem = name:lower():match("^([^. ]*) *%f[.\0]")
  if devices[stem] then return stem:upper() .. " is the name of a device, with any extension" end
  if name:lower() == "git~1" then return "it is another name of `.git`" end
end

-- What every path that Windows refuses has: one look instead of several at each name.
local suspect = regex.new([[(?i)[<>:"|?*\\\x00-\x1f]|[. ](/|$)|(^|/)(con|prn|aux|nul|com|lpt|git~1)]])

-- The first name in a path that some system cannot have: rule, system, name and reason; else nil.
local function wrong_name(path)
  if not suspect:test(path) and utf8.len(path) then return nil end  -- moongate:unmutated only for speed
  for name in path:gmatch("[^/]+") do
    local why = refused_by_windows(name)
    if why then return "windows-name", "Windows", name, why end
    if not utf8.len(name) then return "utf8-name", "macOS", name, "it is not UTF-8" end
  end
end

local function brings_a_path(file)
  return file.status == "added" or file.status == "renamed" or file.status == "copied"
end

local actions = {
  added = "add", copied = "add", modified = "modify", type_changed = "modify", deleted = "delete", renamed = "rename",
}
local done = { add = "added", modify = "changed", delete = "deleted", rename = "renamed" }

local function contains(list, wanted)
  for _, item in ipairs(list) do
    if item == wanted then return true end
  end
  return false
end

-- Calls found(entry, path, what) for each entry of `protect` that forbids what happened to the file. Entries
-- with authors are about commits, the others about the change.
local function each_forbidden(file, protect, of_authors, found)
  local names = {}
  for name in pairs(protect) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(names) do
    local entry, path, action = protect[name], file.path, actions[file.status]
    if action == "rename" then
      if glob.any(entry.paths, file.old_path) then path = file.old_path else action = "add" end
    end
    local concerned = (#entry.authors > 0) == of_authors and glob.any(entry.paths, path)
    if concerned and not contains(entry.may, action) then
      found(entry, path, done[action])
    end
  end
end

local function is_author(entry, email)
  for _, pattern in ipairs(entry.authors) do
    if glob.matches(pattern:lower(), email:lower()) then return true end
  end
  return false
end

-- Of a whole tree every file is "added", and of a buffer nobody knows.
local without_history = { tree = true, history = true, buffer = true }

-- The topmost directory that an unwanted file is in and that is unwanted itself; else nil.
local function unwanted_directory(path, globs)
  for stop in path:gmatch("()/") do
    local directory = path:sub(1, stop)
    if glob.any(globs, directory .. "?") then return directory end
  end
end

local function advice(path)
  local command = { "git", "rm", "--cached", "--", path }
  if path:sub(-1) == "/" then table.insert(command, 3, "-r") end
  return "remove it from Git (" .. shell.join(command) .. ") and add it to .gitignore; "
    .. "if it belongs here, add a glob to `allow` of paths in moongate.toml"
end

local function report_unwanted(facts)
  local found, order = {}, {}
  for _, fact in ipairs(facts) do
    local directory = fact.name == "unwanted" and fact.value
    if not directory then
      -- of `protect`
    elseif directory == "" then
      fact:report("this kind of file is usually not committed", {
        rule = "unwanted", help = advice(fact.path),
      })
    elseif found[directory] then
      found[directory].files = found[directory].files + 1
    else
      found[directory] = { first = fact, files = 1 }
      order[#order + 1] = directory
    end
  end
  for _, directory in ipairs(order) do
    local first, files = found[directory].first, found[directory].files
    first:report(("%s with %s is usually not committed"):format(directory, text.count(files, "file")), {
      rule = "unwanted", help = advice(directory),
    })
  end
end

return {
  api = 1,
  summary = "Paths can be checked out on every system, and only files that belong in Git are added",
  doc = [[
A name that Windows or macOS refuses, or two names that differ only in case, break every clone there. They
are cheapest to rename before anybody has them. The same holds for what editors, systems and build tools
leave behind: it is noise in every review and hard to get rid of later.

`append_only` keeps files as they are once they are committed: migrations, decisions, released notes. Files
may be added below, but not changed, deleted or renamed.

`protect` says in general what may happen to which files, and by whose commits. An author is what a commit
says: this keeps people from mistakes, not from lies.

Only what the change adds, renames or copies is looked at, and for `append_only` and `protect` what it
changes.]],
  binary = true,
  options = {
    unwanted = {
      default = {
        -- systems
        ".DS_Store", "._.DS_Store", ".AppleDouble/", ".Spotlight-V100/", ".Trashes/", "Thumbs.db", "ehthumbs.db",
        "[Dd]esktop.ini", "$RECYCLE.BIN/", ".directory",
        -- editors
        "*~", ".*.sw[op]", ".#*", "#*#", ".idea/workspace.xml", ".idea/shelf/",
        -- merges and patches
        "*.orig", "*.rej",
        -- build tools
        "node_modules/", ".npm/", ".yarn/cache/", "npm-debug.log*", "yarn-error.log*", ".sass-cache/", ".nyc_output/",
        "__pycache__/", "*.py[co]", ".pytest_cache/", ".mypy_cache/", ".ruff_cache/", ".tox/", ".venv/",
        "*.egg-info/", ".ipynb_checkpoints/", ".gradle/", ".terraform/", "hs_err_pid*.log",
      },
      items = "glob", doc = "Globs of files that should not be committed",
    },
    allow = { default = {}, items = "glob", doc = "Globs of files that `unwanted` does not mean" },
    append_only = {
      default = {}, items = "glob", doc = "Globs of files that may be added, but not changed, deleted or renamed",
    },
    protect = {
      default = {}, type = "map", doc = "What may happen to which files, and by whom",
      fields = {
        paths = { type = "list", items = "glob", doc = "Globs of the files that this is about" },
        may = {
          default = {}, type = "list", items = "string", one_of = { "add", "modify", "delete", "rename" },
          doc = "What is allowed",
        },
        authors = {
          default = {}, items = "string",
          doc = "Globs of e-mail addresses of commit authors who may do the rest; commits are looked at, not what is staged",
        },
        help = { default = "", doc = "What to do instead, shown with the finding" },
      },
    },
  },
  rules = {
    protected = { summary = "What happened to a file is not allowed by `protect`" },
    ["windows-name"] = { summary = "A name that Windows cannot have", level = "warning" },
    ["utf8-name"] = { summary = "A name that is not UTF-8, which macOS cannot have", level = "warning" },
    ["case-collision"] = { summary = "Two names that are one to Windows or macOS" },
    unwanted = { summary = "A file that is usually not committed", level = "warning" },
    ["append-only"] = { summary = "A file of `append_only` is changed, deleted or renamed" },
  },

  changed_file = function(file, opt)
    local old_path = file.status ~= "copied" and file.old_path
    if old_path and glob.any(opt.append_only, old_path) then
      file:report(old_path .. " must stay as it is: only new files may be added here", {
        rule = "append-only", help = "restore it, and put the change into a new file",
      })
    end
    each_forbidden(file, opt.protect, false, function(entry, path, what)
      file:fact("protected", { path = path, what = what, help = entry.help })
    end)
    if not brings_a_path(file) then return end
    local rule, system, name, why = wrong_name(file.path)
    -- Of a renamed file, what was wrong before is not new.
    if rule and (not old_path or select(3, wrong_name(old_path)) ~= name) then
      file:report(("`%s` cannot exist on %s: %s"):format(name, system, why), {
        rule = rule, help = "choose another name",
      })
    end
    if glob.any(opt.unwanted, file.path) and not glob.any(opt.allow, file.path) then
      file:fact("unwanted", unwanted_directory(file.path, opt.unwanted) or "")
    end
  end,

  commit = function(commit, opt)
    for _, file in ipairs(commit.files) do
      each_forbidden(file, opt.protect, true, function(entry, path, what)
        if is_author(entry, commit.author.email) then return end
        commit:report(("%s may not be %s by %s"):format(path, what, commit.author.email), {
          rule = "protected", help = entry.help,
        })
      end)
    end
  end,

  finish = function(change, facts)
    report_unwanted(facts)
    for _, fact in ipairs(facts) do
      if fact.name == "protected" and not without_history[change.kind] then
        fact:report(("%s may not be %s"):format(fact.value.path, fact.value.what), {
          rule = "protected", help = fact.value.help,
        })
      end
    end
    for _, collision in ipairs(change:collisions()) do
      change:report(("`%s` and `%s` are one name on Windows or macOS%s"):format(collision.name, collision.other,
        collision.case_only and "" or ": they differ only in case or in how characters are composed"), {
        path = collision.path, rule = "case-collision", help = "rename or remove one of them",
      })
    end
  end,
}
