-- commitlint's rules (https://commitlint.js.org/reference/rules) on a message as commitlint 21 parses it. Results are
-- compared with commitlint's own by tests/compare/commitlint.
local letter_case = require("moongate.letter_case")
local regex = require("moongate.regex")

local commitlint = {}

-- The message --------------------------------------------------------------------------------------

-- Without the blank lines at both ends.
local function trim_lines(lines)
  local first, last = 1, #lines
  while first <= last and lines[first] == "" do first = first + 1 end
  while last >= first and lines[last] == "" do last = last - 1 end
  return table.concat(lines, "\n", first, last)
end

local function split_lines(s)
  local lines = {}
  for line in (s .. "\n"):gmatch("(.-)\r?\n") do lines[#lines + 1] = line end
  return lines
end

local breaking = "^[Bb][Rr][Ee][Aa][Kk][Ii][Nn][Gg][ -][Cc][Hh][Aa][Nn][Gg][Ee]"

-- Whether a line begins the footer: `token: value`, `token #value`, or a breaking change.
local function begins_footer(line)
  local rest = line:match("^%* (.*)")
  if rest then return rest:find(breaking .. ":") ~= nil end
  local after = line:match(breaking .. "()") or line:match("^[%w_-]+()")
  if not after then return false end
  return line:find("^:%s+%S", after) ~= nil or line:find("^%s+#%S", after) ~= nil
    or line:find(breaking .. ":") ~= nil
end

local function has_reference(line, prefixes)
  if line:find("https?://") then return false end
  line = line:gsub("`[^`]*`", ""):gsub('"[^"]*"', "")
  for _, prefix in ipairs(prefixes) do
    local from = 1
    while true do
      local _, last = line:find(prefix, from, true)
      if not last then break end
      local after = line:match("^[%w_-]*%d[%w_-]*()", last + 1)
      if after and (after > #line or line:find("^[%s,.;:!?)%]}>]", after)) then return true end
      from = last + 1
    end
  end
  return false
end

-- What a preset says of the header: `type(scope): subject`, with `!` or without.
local function read_header(header, allow_mark)
  local kind, at = header:match("^([%w_]*)()")
  -- The scope reaches as far as it can.
  local scopes = header:sub(at, at) == "(" and header:find(")", at, true)
  if scopes then
    local close = #header
    while close > at do
      if header:sub(close, close) == ")" then
        local subject = header:match(allow_mark and "^!?: (.*)$" or "^: (.*)$", close + 1)
        if subject then return kind, header:sub(at + 1, close - 1), subject end
      end
      close = close - 1
    end
  end
  return kind, nil, header:match(allow_mark and "^!?: (.*)$" or "^: (.*)$", at)
end

local function filled(s) return s ~= "" and s or nil end

--- The parts of a message: header, body, footer, type, scope, subject, whether it has references and breaking changes.
function commitlint.parse(message, options)
  local lines = split_lines(message)
  local first = 1
  while lines[first] and not lines[first]:find("%S") do first = first + 1 end
  local parsed = { raw = message, header = lines[first] or "", header_at = first, lines = lines, trailers = options.trailers }
  if options.header_pattern then
    local parts = { options.header_pattern:match(parsed.header) }
    for number, name in ipairs(options.header_parts) do parsed[name] = filled(parts[number] or "") end
  else
    local kind, scope, subject = read_header(parsed.header, options.preset ~= "angular")
    if subject then parsed.type, parsed.scope, parsed.subject = filled(kind), filled(scope or ""), filled(subject) end
  end

  local body, footer = {}, nil
  for number = first + 1, #lines do
    local line = lines[number]
    if not footer and begins_footer(line) then footer, parsed.footer_at = {}, number end
    if not footer and line ~= "" then parsed.body_at = parsed.body_at or number end
    local into = footer or body
    into[#into + 1] = line
  end
  parsed.body = trim_lines(body)
  parsed.footer = footer and trim_lines(footer) or nil
  if parsed.body == "" and not footer then parsed.body = nil end

  local prefixes = options.issue_prefixes
  for number = first, #lines do
    if has_reference(lines[number], prefixes) then parsed.has_references = true end
  end
  return parsed
end

-- What commitlint never looks at -------------------------------------------------------------------

local function is_version(s)
  s = s:match("^%s*(.-)%s*$"):gsub("^v", "")
  local bare, note = s:match("^(.-)%s*%[([^%]]*)%]$")
  note = note and note:lower():gsub("-", " ")
  if note == "skip ci" or note == "ci skip" then s = bare end
  local core, rest = s:match("^(%d+%.%d+%.%d+)(.*)$")
  if not core then return false end
  for number in core:gmatch("%d+") do if number:find("^0%d") then return false end end
  if rest == "" then return true end
  local pre, build = rest:match("^(%-[%w.-]+)(.*)$")
  if not pre then pre, build = "", rest end
  for part in (pre:sub(2) .. "."):gmatch("([^.]*)%.") do
    if pre ~= "" and (part == "" or part:find("^0%d+$")) then return false end
  end
  if build == "" then return true end
  local parts = build:match("^%+([%w.-]+)$")
  return parts ~= nil and not parts:find("^%.") and not parts:find("%.%.") and not parts:find("%.$")
end

--- Whether a message is one of those that commitlint's default ignores pass over.
function commitlint.is_ignored(message)
  message = message:sub(1, (message:match("^.*%S()") or 1) - 1)
  local first = message:match("^[^\r\n]*")
  for line in (message .. "\n"):gmatch("([^\n]*)\n") do
    if line:find("^Merge pull request") or line:find("^Merge .* into ") or line:find("^Merge branch ")
      or line:find("^Merge tag ") then
      return true
    end
  end
  if first:find("^[Rr]evert .") or first:find("^[Rr]eapply .")
    or first:find("^amend!") or first:find("^fixup!") or first:find("^squash!")
    or first:find("^Merged .*in .") or first:find("^Merged .*into .") or first:find("^Merged PR .*: .")
    or first:find("^Merge remote%-tracking branch") or first:find("^Automatic merge")
    or first:find("^Auto%-merged .* into .") then
    return true
  end
  local version = first:match("^chore:(.*)$") or first:match("^chore%([^)]+%):(.*)$") or first
  return is_version(version)
end

-- Cases --------------------------------------------------------------------------------------------

local function joined(s, separator, each)
  local words = letter_case.words(s)
  for number, word in ipairs(words) do words[number] = each(word, number) end
  return table.concat(words, separator)
end
local function camel(word, number)
  word = letter_case.lower(word)
  return number == 1 and word or letter_case.capitalize(word)
end
local lower, upper = letter_case.lower, letter_case.upper
local cases = {
  ["lower-case"] = lower, lowercase = lower, ["lowerCase"] = lower,
  ["upper-case"] = upper, uppercase = upper,
  ["camel-case"] = function(s) return joined(s, "", camel) end,
  ["pascal-case"] = function(s) return letter_case.capitalize(joined(s, "", camel)) end,
  ["kebab-case"] = function(s) return joined(s, "-", lower) end,
  ["snake-case"] = function(s) return joined(s, "_", lower) end,
  ["start-case"] = function(s) return joined(s, " ", letter_case.capitalize) end,
  ["sentence-case"] = letter_case.capitalize, sentencecase = letter_case.capitalize,
}
commitlint.cases = cases

local function has_case(s, name)
  local plain = s:gsub("`.-`", ""):gsub('".-"', ""):gsub("'.-'", ""):match("^%s*(.-)%s*$")
  local right = cases[name](plain)
  return right == "" or right:find("^%d") ~= nil or right == plain
end

-- Rules --------------------------------------------------------------------------------------------

-- As JavaScript counts: a character beyond the first plane is two.
local function length(s)
  local count = 0
  for character in s:gmatch("[%z\1-\127\192-\255][\128-\191]*") do
    count = count + (character:byte() >= 240 and 2 or 1)
  end
  return count
end

local function must(name, list, never)
  return name .. (never and " must not be " or " must be ") .. table.concat(list, ", ")
end

local function must_be_one_of(name, list, never)
  return name .. (never and " must not be one of [" or " must be one of [") .. table.concat(list, ", ") .. "]"
end

local function split_scopes(scope, delimiters)
  if #delimiters == 0 then delimiters = { "/", "\\", "," } end
  local parts, from, at = {}, 1, 1
  while at <= #scope do
    local found
    for _, delimiter in ipairs(delimiters) do
      if scope:sub(at, at + #delimiter - 1) == delimiter then found = delimiter break end
    end
    if found then
      parts[#parts + 1] = scope:sub(from, at - 1)
      at = at + #found
      if found == "," and scope:sub(at, at) == " " then at = at + 1 end
      from = at
    else
      at = at + 1
    end
  end
  parts[#parts + 1] = scope:sub(from)
  return parts
end

local function contains(list, word)
  for _, item in ipairs(list) do if item == word then return true end end
  return false
end

-- Each gives true, or false and a message. `never` is the rule's condition, `values` its value as a list.
local rules = {}

local function field(name) return function(parsed) return parsed[name] end end

for _, name in ipairs { "type", "scope", "subject", "body", "footer", "header" } do
  local get = field(name)
  rules[name .. "-empty"] = function(parsed, never)
    local has = (get(parsed) or "") ~= ""
    if never then return has, name .. " may not be empty" end
    return not has, name .. " must be empty"
  end
  rules[name .. "-max-length"] = function(parsed, _, values)
    local input = get(parsed)
    if not input then return true end
    return length(input) <= values[1],
      ("%s must not be longer than %d characters, current length is %d"):format(name, values[1], length(input))
  end
  rules[name .. "-min-length"] = function(parsed, _, values)
    local input = get(parsed)
    if (input or "") == "" then return true end
    return length(input) >= values[1],
      ("%s must not be shorter than %d characters, current length is %d"):format(name, values[1], length(input))
  end
  rules[name .. "-full-stop"] = function(parsed, never, values)
    -- A subject's is that of the header.
    local input, stop = get(parsed), values[1] or "."
    if name == "subject" then input = parsed.header end
    if (input or "") == "" or (name == "subject" and input:find("^[^:]+:$")) then return true end
    local last = input:match("[%z\1-\127\192-\255][\128-\191]*$")
    local ends = last == stop and not (name == "subject" and input:find("%.%.%.$"))
    if never then return not ends, name .. " may not end with full stop" end
    return ends, name .. " must end with full stop"
  end
  rules[name .. "-case"] = function(parsed, never, values)
    local input = get(parsed)
    if (input or "") == "" or (name == "header" and not input:find("^%a")) then return true end
    local has = false
    for _, case in ipairs(values) do has = has or has_case(input, case) end
    return has ~= never, must(name, values, never)
  end
  rules[name .. "-enum"] = function(parsed, never, values)
    local input = get(parsed)
    if not input or #values == 0 then return true end
    return contains(values, input) ~= never, must_be_one_of(name, values, never)
  end
end

for _, name in ipairs { "body", "footer" } do
  rules[name .. "-max-line-length"] = function(parsed, _, values)
    for number, line in ipairs(split_lines(parsed[name] or "")) do
      if length(line) > values[1] and not line:find("https?://%S") then
        return false, ("%s's lines must not be longer than %d characters"):format(name, values[1]), number
      end
    end
    return true
  end
end

rules["body-leading-blank"] = function(parsed, never)
  if (parsed.body or "") == "" then return true end
  local blank = (parsed.lines[2] or "") == ""
  if never then return not blank, "body may not have leading blank line" end
  return blank, "body must have leading blank line"
end

rules["footer-leading-blank"] = function(parsed, never)
  if not parsed.footer then return true end
  local blank = (parsed.lines[parsed.footer_at - 1] or "") == ""
  if never then return not blank, "footer may not have leading blank line" end
  return blank, "footer must have leading blank line"
end

rules["header-trim"] = function(parsed)
  local header = parsed.header
  local starts, ends = header:find("^%s") ~= nil, header:find("%s$") ~= nil
  if starts and ends then return false, "header must not be surrounded by whitespace" end
  if starts then return false, "header must not start with whitespace" end
  return not ends, "header must not end with whitespace"
end

rules["scope-enum"] = function(parsed, never, values, delimiters)
  if not parsed.scope or #values == 0 then return true end
  local all, any = true, contains(values, parsed.scope)
  for _, part in ipairs(split_scopes(parsed.scope, delimiters)) do
    if contains(values, part) then any = true else all = false end
  end
  if never then return not any, must_be_one_of("scope", values, true) end
  return all or contains(values, parsed.scope), must_be_one_of("scope", values, false)
end

rules["scope-case"] = function(parsed, never, values, delimiters)
  if not parsed.scope then return true end
  local parts, has = split_scopes(parsed.scope, delimiters), false
  for _, case in ipairs(values) do
    local all = true
    for _, part in ipairs(parts) do all = all and has_case(part, case) end
    has = has or all
  end
  return has ~= never, must("scope", values, never)
end

rules["scope-delimiter-style"] = function(parsed, never, values)
  if not parsed.scope then return true end
  if #values == 0 then values = { "/", "\\", "," } end
  local right = true
  for delimiter in parsed.scope:gmatch("[^%w_-]+") do
    local bare = delimiter:match("^%s*(.-)%s*$")
    right = right and contains(values, bare == "" and delimiter or bare)
  end
  return right ~= never, must_be_one_of("scope delimiters", values, never)
end

rules["subject-case"] = function(parsed, never, values)
  local subject = parsed.subject
  if not subject then return true end
  if not letter_case.of((letter_case.split_first(subject))) then return true end
  local has = false
  for _, case in ipairs(values) do has = has or has_case(subject, case) end
  return has ~= never, must("subject", values, never)
end

-- Whether the header is `type(scope)!: subject`, each part but the mark left out or not.
local function has_mark(header)
  local at = header:match("^[%w_]*()")
  return header:find("^!: ", at) ~= nil or header:find("^%(.*%)!: ", at) ~= nil
end

rules["subject-exclamation-mark"] = function(parsed, never)
  local has = has_mark(parsed.header)
  if never then return not has, "subject must not have an exclamation mark in the subject to identify a breaking change" end
  return has, "subject must have an exclamation mark in the subject to identify a breaking change"
end

rules["breaking-change-exclamation-mark"] = function(parsed, never)
  local told = false
  for number = parsed.header_at + 1, #parsed.lines do
    told = told or parsed.lines[number]:find("^BREAKING[ -]CHANGE:") ~= nil
  end
  return (has_mark(parsed.header) == told) ~= never,
    "breaking changes must have both an exclamation mark in the header and BREAKING CHANGE in the footer to identify a breaking change"
end

rules["references-empty"] = function(parsed, never)
  if never then return parsed.has_references or false, "references may not be empty" end
  return not parsed.has_references, "references must be empty"
end

rules["signed-off-by"] = function(parsed, never, values)
  local last
  for _, line in ipairs(parsed.lines) do
    if line ~= "" and line:sub(1, 1) ~= "#" then last = line end
  end
  local value = values[1] or ""
  local has = last ~= nil and last:sub(1, #value) == value
  return has ~= never, "message must " .. (never and "not be signed off" or "be signed off")
end

rules["trailer-exists"] = function(parsed, never, values)
  local value, has = values[1] or "", false
  for _, trailer in ipairs(parsed.trailers) do
    has = has or (trailer.key .. ": " .. trailer.value):sub(1, #value) == value
  end
  return has ~= never, ("message must %s `%s` trailer"):format(never and "not have" or "have", value)
end

commitlint.rules = rules

--- The results of the configured rules that a message breaks: { rule, level, message, place }. `configured` maps a
--- rule to { level, "always" | "never", value… }.
function commitlint.lint(parsed, configured)
  local names, results = {}, {}
  for name in pairs(configured) do
    if rules[name] then names[#names + 1] = name end
  end
  table.sort(names)
  for _, name in ipairs(names) do
    local entry = configured[name]
    if entry[1] ~= 0 then
      local right, message, place = rules[name](parsed, entry[2] == "never", { table.unpack(entry, 3) },
        configured[name .. ".delimiters"] or {})
      if not right then
        results[#results + 1] = { rule = name, level = entry[1] == 1 and "warning" or "error", message = message, place = (place or 1) - 1 }
      end
    end
  end
  return results
end

--- A regex as `header_pattern` gives it.
function commitlint.pattern(pattern) return regex.new(pattern) end

return commitlint
