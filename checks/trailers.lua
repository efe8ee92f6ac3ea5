local glob = require("moongate.glob")
local regex = require("moongate.regex")
local text = require("moongate.text")

local function same(a, b) return a:lower() == b:lower() end

local function contains(list, key)
  for _, item in ipairs(list) do
    if same(item, key) then return true end
  end
  return false
end

-- Names and addresses that coding agents use as co-authors.
local agents = {
  "noreply@anthropic.com", "cursoragent@cursor.com", "copilot", "claude", "codex", "chatgpt", "openai", "gemini",
  "devin-ai", "aider", "windsurf", "jules", "amazon q", "copilot-swe-agent",
}

local function is_agent(value)
  local words = " " .. value:lower():gsub("[<>()%[%]\"]", " ") .. " "
  for _, name in ipairs(agents) do
    if words:find(" " .. name .. " ", 1, true) then return true end
  end
  return false
end

-- The lines `key: value` of the last paragraph of a description, as a squash merge copies it.
local function trailers_of(body)
  local found = {}
  for _, line in ipairs(text.lines(text.trim(body))) do
    local key, value = line:match("^([%w-]+):%s*(.-)%s*$")
    if line:find("%S") == nil then found = {} end
    if key then found[#found + 1] = { key = key, value = value } end
  end
  return found
end

-- Where a trailer stands: its line and how long that is.
local function line_of(message, trailer)
  local at, length
  for number, line in ipairs(text.lines(message)) do
    local starts = line:sub(1, #trailer.key + 1) == trailer.key .. ":"
    if starts and line:find(trailer.value, 1, true) then at, length = number, #line end
  end
  return at, length
end

local function required_keys(opt)
  local keys = {}
  for _, key in ipairs(opt.required) do keys[#keys + 1] = key end
  if opt.dco and not contains(keys, "Signed-off-by") then keys[#keys + 1] = "Signed-off-by" end
  if opt.change_id and not contains(keys, "Change-Id") then keys[#keys + 1] = "Change-Id" end
  return keys
end

-- What is wrong with one trailer's value, or nil.
local function wrong_value(trailer, opt)
  for key, pattern in pairs(opt.patterns) do
    if same(key, trailer.key) and not regex.new("^(?:" .. pattern .. ")$"):test(trailer.value) then
      return "`" .. trailer.key .. "` does not match `" .. pattern .. "`", "pattern"
    end
  end
  if opt.change_id and same(trailer.key, "Change-Id") and not trailer.value:find("^I" .. ("%x"):rep(40) .. "$") then
    return "`Change-Id` is not `I` and 40 hexadecimal digits", "pattern"
  end
  if opt.dco and same(trailer.key, "Signed-off-by") and not trailer.value:find("^[^<>]*%S%s*<[^%s<>]+@[^%s<>]+>$") then
    return "`Signed-off-by` is not `Name <address>`", "pattern"
  end
  if opt.no_ai_authors and same(trailer.key, "Co-authored-by") and is_agent(trailer.value) then
    return "a coding agent is named as an author", "ai-author"
  end
end

local function check_order(trailers, opt, report)
  local last, last_key = 0, nil  -- moongate:unmutated no place is below 1
  for _, trailer in ipairs(trailers) do
    for place, key in ipairs(opt.order) do
      if same(key, trailer.key) then
        if place < last then
          report("`" .. trailer.key .. "` stands after `" .. last_key .. "`", "order", trailer)
        else
          last, last_key = place, trailer.key
        end
      end
    end
  end
end

local function check_all(trailers, opt, report)
  for _, key in ipairs(required_keys(opt)) do
    local found = false
    for _, trailer in ipairs(trailers) do
      found = found or (same(trailer.key, key) and trailer.value:find("%S") ~= nil)
    end
    if not found then report("the trailer `" .. key .. "` is missing", "missing", nil, key) end
  end
  for _, trailer in ipairs(trailers) do
    if contains(opt.forbidden, trailer.key) then
      report("the trailer `" .. trailer.key .. "` is forbidden", "forbidden", trailer)
    elseif #opt.allowed > 0 and not contains(opt.allowed, trailer.key) and not contains(required_keys(opt), trailer.key) then
      report("the trailer `" .. trailer.key .. "` is not one of `allowed`", "forbidden", trailer)
    else
      local message, rule = wrong_value(trailer, opt)
      if message then report(message, rule, trailer) end
    end
  end
  check_order(trailers, opt, report)
end

-- Whether a sign-off is the author's own.
local function signed_by(trailers, person)
  for _, trailer in ipairs(trailers) do
    local address = trailer.value:match("<([^<>]*)>%s*$")
    if same(trailer.key, "Signed-off-by") and address and same(address, person.email) then return true end
  end
  return false
end

local function has(trailers, key)
  for _, trailer in ipairs(trailers) do
    if same(trailer.key, key) then return true end
  end
  return false
end

return {
  api = 1,
  summary = "Commit messages have the trailers that a team asks for",
  level = "off",
  doc = [[
Off until a repository or a policy has a `[checks.trailers]` table. Trailers are the lines `Key: value` at the end
of a message. Merge commits and reverts that Git writes are passed over. A pull request's description is checked,
too, where the host knows it and `pull_requests` is on, because squash merges copy it.]],
  options = {
    required = { default = {}, items = "string", doc = "Trailers that every message has" },
    forbidden = { default = {}, items = "string", doc = "Trailers that no message has" },
    allowed = { default = {}, items = "string", doc = "The only trailers that a message may have; empty: any" },
    order = { default = {}, items = "string", doc = "Trailers that stand in this order" },
    patterns = { default = {}, type = "map", doc = "A regex by trailer that its whole value matches" },
    dco = { default = false, doc = "`Signed-off-by` with the author's address" },
    no_ai_authors = { default = false, doc = "No coding agent in `Co-authored-by`; `Assisted-by` names it instead" },
    change_id = { default = false, doc = "`Change-Id` as Gerrit makes it" },
    exempt_authors = { default = {}, items = "glob", doc = "Globs of authors' addresses of whom nothing is asked" },
    pull_requests = { default = false, doc = "Check the descriptions of pull requests, too" },
  },
  rules = {
    missing = { summary = "A required trailer is missing" },
    forbidden = { summary = "A trailer is forbidden" },
    pattern = { summary = "A trailer's value is malformed" },
    order = { summary = "Trailers stand in the wrong order" },
    ["sign-off"] = { summary = "The author has not signed off" },
    ["ai-author"] = { summary = "A coding agent is named as an author" },
  },

  commit = function(commit, opt)
    if commit.is_merge or commit.subject:find('^Revert "') then return end
    if glob.any(opt.exempt_authors, commit.author.email) then return end
    local last = math.max(#text.lines(commit.message), 1)
    check_all(commit.trailers, opt, function(message, rule, trailer, key)
      local line, length = last, 0
      if trailer then
        local at, size = line_of(commit.message, trailer)
        line, length = at or line, size or length
      end
      commit:report(message, {
        rule = rule, line = line, column = 1, length = length,
        help = key and "end the message with a blank line and `" .. key .. ": …`"
          or rule == "ai-author" and "write `Assisted-by: " .. trailer.value:match("^[^<]*"):gsub("%s+$", "") .. "` instead"
          or nil,
      })
    end)
    if opt.dco and has(commit.trailers, "Signed-off-by") and commit.id and not signed_by(commit.trailers, commit.author) then
      commit:report("no `Signed-off-by` is by the author " .. commit.author.email, {
        rule = "sign-off", line = last, column = 1, length = 0, help = "git commit --amend --signoff",
      })
    end
  end,

  pull_request = function(request, opt)
    if not opt.pull_requests then return end
    check_all(trailers_of(request.body), opt, function(message, rule, _, key)
      request:report(message .. " in the description", {
        rule = rule, help = key and "end the description with a blank line and `" .. key .. ": …`" or nil,
      })
    end)
  end,
}
