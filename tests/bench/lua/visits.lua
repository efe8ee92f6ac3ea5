-- The visits that the bench of the sandbox makes, with tables in the place of the host's subjects, so that
-- all of it is Lua's own work: run on the patched Lua and on the same Lua as it is published.
--
-- Given: texts (path → text of Lua modules and checks), corpus (list of { path, text }), messages (a text
-- with a commit message after each "\0"). Returns the function that makes all visits and gives the number
-- of findings.
local texts, corpus, messages = ...

-- What is native in a real run: a stand-in that costs next to nothing, the same on both sides.
local function any(globs, path)
  for _, glob in ipairs(globs) do
    if glob == path then return true end
  end
  return false
end
local no_regex = { test = function() return false end, match = function() end, find = function() end }
local loaded = {
  ["moongate.glob"] = { any = any, matches = rawequal },
  ["moongate.regex"] = { new = function() return no_regex end },
}

local function run_chunk(path, directory)
  return assert(load(texts[path], "@" .. path, "t", setmetatable({
    require = function(name)
      local module = loaded[name]
      if module then return module end
      local file = name:match("^moongate%.(.+)$")
      module = run_chunk(file and "lua/moongate/" .. file .. ".lua" or directory .. name .. ".lua", directory)
      loaded[name] = module
      return module
    end,
  }, { __index = _G })))()
end

local findings = 0
local function report() findings = findings + 1 end

local function lines_of(file)
  local at = 0
  return function()
    at = at + 1
    return file.all[at]
  end
end

local files = {}
for index, given in ipairs(corpus) do
  local file = {
    path = given.path, old_path = given.path, status = "modified", mode = "100644", old_mode = "100644",
    text = given.text, old_text = given.text, size = #given.text, old_size = #given.text,
    is_binary = false, is_symlink = false, language = given.path:match("%.(%w+)$"), all = {},
    report = report, lines = lines_of, added_lines = lines_of,
  }
  for text, ending in given.text:gmatch("([^\n]*)(\n?)") do
    if text ~= "" or ending ~= "" then
      file.all[#file.all + 1] = {
        text = text, ending = ending, number = #file.all + 1, file = file, report = report,
      }
    end
  end
  file.line_count, file.added_line_count = #file.all, #file.all
  files[index] = file
end

local commits = {}
for message in messages:gmatch("%z([^%z]+)") do
  commits[#commits + 1] = {
    id = "0123", message = message, subject = message:match("^[^\n]*"), is_merge = false, parents = { "4567" },
    author = { name = "A. Person", email = "a@example.com" }, trailers = { { key = "Refs", value = "#1" } },
    files = files, report = report,
  }
end

local branches = {}
for index = 1, 2000 do
  branches[index] = {
    name = "feature/" .. index, ahead = index % 5, behind = index % 7, age_days = index % 400,
    merged_into = index % 3 == 0 and "main" or nil, merged_how = "squash", last_author = "A. Person",
    head = "89ab", report = report,
  }
end

-- Calls and assignments in the corpus, as tree-sitter and the pattern pass would hand them over.
local nodes, matches = {}, {}
local rules = { "generic-password", "generic-secret", "generic-setting" }
for _, file in ipairs(files) do
  for _, line in ipairs(file.all) do
    for name, arguments in line.text:gmatch("([%w_.:]+)(%b())") do
      local node = { report = report, file = file }
      nodes[#nodes + 1] = {
        file = file, language = file.language, report = report,
        name = { text = name, file = file }, arguments = { text = arguments }, call = node,
      }
    end
    local key, value = line.text:match("([%w_]+)%s*=%s*\"?([%w_.]+)")
    if key and #value > 7 then
      matches[#matches + 1] = {
        rule = rules[#matches % #rules + 1], text = key .. " = \"" .. value .. "\"", captures = { value },
        file = file, line = line.number, column = 1, report = report,
      }
    end
  end
end

local change = {
  kind = "range", files = files, commits = commits, added_lines = 100, removed_lines = 10, report = report,
}

local checks = {}
for path in pairs(texts) do
  if not path:find("^lua/") and not path:find("/_") then
    local check = run_chunk(path, path:match("^(.*/)"))
    local options = {}
    for name, option in pairs(check.options or {}) do
      -- Sizes stand as texts; the host hands them over as numbers.
      options[name] = option.type == "size" and 1 << 20 or option.default
    end
    checks[#checks + 1] = { path = path, check = check, options = options }
  end
end
table.sort(checks, function(a, b) return a.path < b.path end)

local function wants(check, file)
  local include = check.paths and check.paths.include
  if include and not file.path:find(include[1]:match("%.%w+$") or "", 1, true) then return false end
  return not check.languages or any(check.languages, file.language)
end

local function visit_all(visitor, options, subjects)
  for index = 1, #subjects do visitor(subjects[index], options) end
end

-- All visits, check by check.
return function()
  for _, entry in ipairs(checks) do
    local check, options = entry.check, entry.options
    for _, file in ipairs(files) do
      if wants(check, file) then
        if check.added_line then visit_all(check.added_line, options, file.all) end
        if check.changed_file then check.changed_file(file, options) end
        if check.file then check.file(file, options) end
      end
    end
    if check.commit then visit_all(check.commit, options, commits) end
    if check.branch then visit_all(check.branch, options, branches) end
    if check.changed_node then visit_all(check.changed_node, options, nodes) end
    if check.match then visit_all(check.match, options, matches) end
    if check.change then check.change(change, options) end
  end
  return findings, #nodes, #matches
end
