-- Conventional Commits 1.0.0, https://www.conventionalcommits.org/en/v1.0.0/ ("rule N" below).
local commitlint = require("moongate.commitlint")
local glob = require("moongate.glob")
local regex = require("moongate.regex")
local text = require("moongate.text")

-- Nobody reads more; checking it would take seconds.
local largest_message = 1024 * 1024

-- What people write when they mean a common type, where the spelling alone does not tell.
local meant = {
  feature = "feat", features = "feat", enhancement = "feat", add = "feat",
  bug = "fix", bugfix = "fix", hotfix = "fix", bugs = "fix", fixed = "fix",
  documentation = "docs", doc = "docs", readme = "docs",
  testing = "test", formatting = "style", format = "style",
  performance = "perf", optimization = "perf", cleanup = "refactor",
  dependencies = "build", deps = "build", misc = "chore",
}

local function contains(list, word)
  for _, item in ipairs(list) do
    if item == word then return true end
  end
  return false
end

-- Units of a message are not case-sensitive (rule 15).
local function contains_any_case(list, word)
  word = word:lower()
  for _, item in ipairs(list) do
    if item:lower() == word then return true end
  end
  return false
end

local function did_you_mean(word, list)
  local alias = meant[word:lower()]
  local found = alias and contains(list, alias) and alias or text.nearest(word, list)
  return found and "; did you mean `" .. found .. "`?" or "", found
end

-- Messages that Git and its hosts write by themselves, and what to make of them.
local function is_merge(commit, subject)
  -- A message that is judged where no merge is going on has only its own words.
  return commit.is_merge
    or (not commit.id and (subject:find("^Merge branch") or subject:find("^Merge remote%-tracking ")
      or subject:find("^Merge tag ") or subject:find("^Merge commit ")
      or subject:find("^Merge pull request ")))
end

local function is_initial(commit, subject)
  return subject:find("^[Ii]nitial commit%.?$") and #commit.parents == 0
end

local function is_revert(subject) return subject:find('^Revert ".') or subject:find('^Reapply ".') end

-- The parts of the first line, or nil after a report of the first thing that is wrong with it.
local function read_header(commit, subject, opt)
  local function wrong(column, length, message, better)
    commit:report(message, {
      rule = "header", line = 1, column = column, length = length,
      help = better and "write `" .. better .. "`" or nil,
    })
  end
  -- For whoever has never heard of all this.
  local function no_header(why)
    local kind = contains(opt.types, "feat") and "feat" or opt.types[1] or "type"
    commit:report("subject is not `type(scope): description`" .. why, {
      rule = "header", line = 1, column = 1, length = 0,
      help = "begin with a type, as in `" .. kind .. ": " .. (text.length(subject) <= 60 and subject or "…")
        .. "`; the types are " .. table.concat(opt.types, ", "),
    })
  end

  local indent = subject:match("^%s+")
  if indent then
    return wrong(1, #indent, "the subject starts with whitespace", subject:sub(#indent + 1))
  end
  local kind = subject:match("^[%w_\128-\255-]+")
  local wide_colon = subject:find("\u{FF1A}", 1, true)
  if wide_colon and not subject:find(":", 1, true) then
    return wrong(wide_colon, 3, "the colon is a fullwidth one",
      (subject:gsub("\u{FF1A}%s*", ": ", 1)))
  end
  if not kind then
    return no_header(": it does not begin with a type")
  end

  local at, scope = #kind + 1, nil
  if subject:sub(at, at) == "(" then
    local close = subject:find(")", at, true)  -- moongate:unmutated `)` is no pattern of its own
    if not close then
      return wrong(at, 1, "the scope has no closing parenthesis")
    end
    scope = subject:sub(at + 1, close - 1)
    if not scope:find("%S") then
      return wrong(at, close - at + 1, "the scope is empty",
        kind .. subject:sub(close + 1))
    end
    if scope:find("^%s") or scope:find("%s$") or scope:find("[()\r]") then
      return wrong(at + 1, #scope, "the scope is not one word in parentheses")
    end
    at = close + 1
  end
  local scope_at = scope and #kind + 2

  local mark = subject:sub(at, at) == "!" and at or nil
  if mark then at = at + 1 end
  if mark and subject:sub(at, at) == "(" and not scope then
    local moved = subject:match("^%b()", at)
    return wrong(mark, 1, "`!` stands after the scope, directly before the colon",
      moved and kind .. moved .. "!" .. subject:sub(at + #moved) or nil)
  end
  local colon = subject:match("^%s*():", at)
  if not colon then
    return no_header(subject:find(":", at) and "" or ": it has no colon after a type")
  end
  if colon > at then
    return wrong(at, colon - at, "space before the colon",
      subject:sub(1, at - 1) .. subject:sub(colon))
  end

  local description_at = subject:match("^%s*()", colon + 1)
  if description_at > #subject then
    return wrong(colon, 1, "the description after the colon is missing")
  end
  local blanks = subject:sub(colon + 1, description_at - 1)
  if blanks ~= " " then
    local right = subject:sub(1, colon) .. " " .. subject:sub(description_at)
    if blanks == "" then
      return wrong(colon, 1, "missing space after the colon", right)
    end
    return wrong(colon + 1, #blanks, "expected exactly one space after the colon", right)
  end
  return {
    kind = kind, scope = scope, scope_at = scope_at, mark = mark,
    description = subject:sub(description_at), description_at = description_at,
  }
end

local function check_type(commit, header, opt)
  if #opt.types > 0 and not contains_any_case(opt.types, header.kind) then
    local hint, better = did_you_mean(header.kind, opt.types)
    commit:report("unknown type `" .. header.kind .. "`" .. hint, {
      rule = "type", line = 1, column = 1, length = #header.kind,
      help = not better and "the types are " .. table.concat(opt.types, ", ") or nil,
    })
  elseif opt.type_case == "lower" and header.kind:find("%u") then
    commit:report("type `" .. header.kind .. "` is not in lower case", {
      rule = "type", line = 1, column = 1, length = #header.kind,
    })
  end
end

local function check_scope(commit, header, opt)
  if not header.scope then
    if opt.require_scope then
      commit:report("the scope is missing", {
        rule = "scope", line = 1, column = #header.kind + 1, length = 0,
        help = "write `" .. header.kind .. "(scope): …`" .. (#opt.scopes > 0
          and "; the scopes are " .. table.concat(opt.scopes, ", ") or ""),
      })
    end
    return
  end
  if contains_any_case(opt.scopes, header.scope) then return end
  -- Several scopes, as in `fix(parser,lexer): …`.
  for at, scope in (header.scope .. ","):gmatch("()([^,]*),") do
    local spaces, word = scope:match("^(%s*)(.-)%s*$")
    local column = header.scope_at + at - 1 + #spaces
    if word == "" then
      commit:report("a scope in the list is empty", {
        rule = "scope", line = 1, column = column, length = 0,
        help = "write a scope on each side of a comma, or leave out the comma",
      })
    elseif #opt.scopes > 0 and not contains_any_case(opt.scopes, word) then
      commit:report("unknown scope `" .. word .. "`" .. (did_you_mean(word, opt.scopes)), {
        rule = "scope", line = 1, column = column, length = #word,
        help = "the scopes are " .. table.concat(opt.scopes, ", "),
      })
    end
  end
end

local function check_subject(commit, subject, header, opt)
  -- Hosts that squash a pull request append its number, which nobody has typed.
  local typed = subject:gsub(" %(#%d+%)$", "")
  local length = text.length(typed)
  if opt.max_subject > 0 and length > opt.max_subject then
    local cut = utf8.len(typed) and utf8.offset(typed, opt.max_subject + 1) or opt.max_subject + 1
    commit:report(("subject has %d characters, over the limit of %d"):format(length, opt.max_subject), {
      rule = "subject-length", line = 1, column = cut, length = #typed - cut + 1,
    })
  end
  local first = header.description:match("^[%z\1-\127\194-\244][\128-\191]*")
  if opt.subject_case == "lower" and first and first:find("%u") then
    commit:report("the description begins with a capital", {
      rule = "subject-case", line = 1, column = header.description_at, length = 1,
    })
  elseif opt.subject_case == "sentence" and first and first:find("%l") then
    commit:report("the description does not begin with a capital", {
      rule = "subject-case", line = 1, column = header.description_at, length = 1,
    })
  end
  local stop = header.description:match("[^.](%.)$") or header.description:match("\u{3002}$") or header.description:match("\u{2026}$")
  if not opt.full_stop and stop then
    commit:report("the subject ends in a full stop", {
      rule = "full-stop", line = 1, column = #subject - #stop + 1, length = #stop,
    })
  end
  if text.length(header.description) < opt.min_description then
    commit:report(("the description has fewer than %d characters"):format(opt.min_description), {
      rule = "subject-length", line = 1, column = header.description_at, length = #header.description,
    })
  end
end

-- A word token and `: ` or ` #` (rule 8), or BREAKING CHANGE (rules 12 and 16). Gives the token and its value.
local function footer(line)
  local token, value = line:match("^(BREAKING[ -]CHANGE): (.*)")
  if not token then token, value = line:match("^([%w-]+): (.*)") end
  if not token then token, value = line:match("^([%w-]+) #(.*)") end
  return token, value
end

-- A footer of which Git has stripped the blank: `Reviewed-by:`.
local function footer_without_value(line) return line:match("^([%w-]+):%s*$") end

local function is_blank(line) return not (line or ""):find("%S") end

-- Whether from a line on the paragraph has nothing but footers and ends the message: in prose `Changes:` is a
-- heading.
local function only_footers(lines, number)
  while not is_blank(lines[number]) do
    local line = lines[number]
    if not footer(line) and not footer_without_value(line) and not line:find("^%s") then return false end
    number = number + 1
  end
  while lines[number] and is_blank(lines[number]) do number = number + 1 end
  return lines[number] == nil
end

local function is_breaking(token) return token == "BREAKING CHANGE" or token == "BREAKING-CHANGE" end

local function check_breaking_line(commit, line, number, in_footers, first_of_paragraph)
  local words = line:match("^[Bb][Rr][Ee][Aa][Kk][Ii][Nn][Gg][ _-]?[Cc][Hh][Aa][Nn][Gg][Ee][Ss]?")
  if not words then return end
  local rest = line:sub(#words + 1)
  local function wrong(message, better)
    commit:report(message, {
      rule = "footer", line = number, column = 1, length = #words,
      help = better and "write `" .. better .. "`" or nil,
    })
  end
  -- A sentence may begin with these words; a footer has a separator, or stands like a heading.
  local separator = rest:match("^%s*:%s*") or rest:match("^ #") or (rest == "" and "")
  if not separator then return end
  local value = rest:sub(#separator + 1)
  local right = "BREAKING CHANGE: " .. (value ~= "" and value or "…")
  if words ~= "BREAKING CHANGE" and words ~= "BREAKING-CHANGE" then
    if separator == "" and words:find("%l") then return end  -- a heading in prose
    return wrong("`" .. words .. "` is not `BREAKING CHANGE`, in capitals", right)
  end
  if separator ~= ": " then
    return wrong("`" .. words .. "` is not followed by a colon and one space", right)
  end
  if value == "" then return wrong("`" .. words .. "` has no description", right) end
  if not in_footers and not first_of_paragraph then
    return wrong("no blank line before the footer `" .. words .. "`")
  end
end

-- Walks over what follows the subject. Gives the footers' tokens (in lower case, except for BREAKING
-- CHANGE) as a set.
local function read_rest(commit, lines)
  if lines[2] and lines[2]:find("%S") then
    commit:report("no blank line between subject and body", {
      rule = "blank-line", line = 2, column = 1, length = #lines[2],
    })
  end
  local tokens, in_footers = {}, nil
  for number = 2, #lines do
    local line = lines[number]
    local blank = not line:find("%S")
    local first = number == 2 or not lines[number - 1]:find("%S")
    if not blank then
      local token, value = footer(line)
      if first then
        in_footers = token ~= nil or footer_without_value(line) and only_footers(lines, number)
      end
      if not token and in_footers then
        local below = lines[number + 1]
        -- A list or prose below makes it a heading.
        if is_blank(below) or below:find("^%s") or footer(below) or footer_without_value(below) then
          token, value = footer_without_value(line), ""
        end
      end
      if token and in_footers then
        if value:find("%S") or (lines[number + 1] or ""):find("^%s+%S") then
          tokens[is_breaking(token) and "BREAKING CHANGE" or token:lower()] = true
        elseif not is_breaking(token) then
          commit:report("the footer `" .. token .. "` has no value", {
            rule = "footer", line = number, column = 1, length = #line,
          })
        end
      end
      check_breaking_line(commit, line, number, in_footers, first)
    end
  end
  return tokens
end

-- What `git cherry-pick -x` adds below a message, among its trailers.
local function is_pick(line) return line:find("^%(cherry picked from commit %x+%)$") end

-- The line above the paragraph of trailers that ends the message; without one, the last line.
local function above_trailers(lines)
  local number = #lines
  while is_blank(lines[number]) do number = number - 1 end
  while not is_blank(lines[number]) do
    local line = lines[number]
    if not footer(line) and not is_pick(line) and not line:find("^%s") then return #lines end
    number = number - 1
  end
  return number
end

-- The lines of code, as a set: between fences, or a paragraph that is indented as Markdown's code is.
local function code_lines(lines)
  local code, fence = {}, nil
  for number = 2, #lines do
    local line = lines[number]
    if fence then
      code[number] = true
      if line:find("^%s*" .. fence .. "[`~]*%s*$") then fence = nil end
    else
      fence = line:match("^%s*(```+)") or line:match("^%s*(~~~+)")
      local indented = line:find("^    ") or line:find("^\t")
      code[number] = fence or indented and (code[number - 1] or is_blank(lines[number - 1]))
    end
  end
  return code
end

-- Whether no line break may divide a line: an address, one word (of a list or a quotation too), a row of a table, a
-- person's address behind a token wherever it stands.
local function is_whole(line)
  local words = line:gsub("^[%s>]+", ""):gsub("^[-*+]%s+", ""):gsub("^%d+[.)]%s+", "")
  return not words:find("%S%s+%S") or line:find("%a://") or line:find("^%s*|.*|%s*$")
    or line:find("^[%w-]+: .*<[^%s<>]+@[^%s<>]+>%s*$")
end

local function check_line_lengths(commit, lines, opt)
  local limit, code, above = opt.max_body_line, code_lines(lines), above_trailers(lines)
  for number = 2, #lines do
    local line = lines[number]
    local length = text.length(line)
    if length > limit and not code[number] and not is_whole(line) then
      local token = footer(line)
      -- What breaks is told in prose, which may go on in the next line.
      local is_trailer = number > above and (is_pick(line) or token and not is_breaking(token))
      if not is_trailer then
        local cut = utf8.len(line) and utf8.offset(line, limit + 1) or limit + 1
        commit:report(("line has %d characters, over the limit of %d"):format(length, limit), {
          rule = "body-line-length", line = number, column = cut, length = #line - cut + 1,
        })
      end
    end
  end
end

-- Authors and subjects of programs that write messages by themselves.
local bots = { "*[[]bot]@*", "dependabot*", "renovate*", "*bot@renovateapp.com", "noreply@github.com" }
local tool_subjects = {
  "^Bump [^ ]+ from [^ ]+ to [^ ]+", "^Update dependency ", "^v?[0-9]+[.][0-9]+[.][0-9]+(-[0-9A-Za-z.-]+)?$",
  "^Release [^ ]+$", "^[[]maven-release-plugin[]] ", "^Squashed '[^']*' (content|changes) from commit ",
  "^Split '[^']*' into commit ",
}

local function any_matches(patterns, s)
  for _, pattern in ipairs(patterns) do
    if regex.new(pattern):test(s) then return true end
  end
  return false
end

local function is_ignored(commit, subject, opt)
  if any_matches(opt.ignore, subject) or glob.any(opt.ignore_authors, commit.author.email) then return true end
  return opt.ignore_tools and (any_matches(tool_subjects, subject) or glob.any(bots, commit.author.email))
end

local function check_words(commit, lines, opt)
  for number, line in ipairs(lines) do
    for _, word in ipairs(opt.forbidden_words) do
      local first = (" " .. line:lower() .. " "):gsub("[^%w\128-\255]", " "):find(" " .. word:lower() .. " ", 1, true)
      if first then
        commit:report("the word `" .. word .. "` is forbidden", {
          rule = "word", line = number, column = first, length = #word,
        })
      end
    end
    local at = opt.trailing_whitespace and line:find("[ \t]+$")
    if at then
      commit:report("trailing whitespace", { rule = "whitespace", line = number, column = at, length = #line - at + 1 })
    end
  end
end

local function has_body(lines)
  for number = 2, #lines do
    if not is_blank(lines[number]) and not footer(lines[number]) then return true end
  end
  return false
end

-- Where a rule of commitlint reports: the part of the message that it names.
local function place_of(rule, parsed, place)
  local first = rule:find("^body") and parsed.body_at or rule:find("^footer") and parsed.footer_at or parsed.header_at
  return first + place
end

local function lint_as_commitlint(commit, opt)
  if opt.default_ignores and commitlint.is_ignored(commit.message) then return end
  local parsed = commitlint.parse(commit.message, {
    preset = opt.preset, header_pattern = opt.header_pattern ~= "" and commitlint.pattern(opt.header_pattern) or nil,
    header_parts = opt.header_parts, issue_prefixes = opt.issue_prefixes, trailers = commit.trailers,
  })
  for _, result in ipairs(commitlint.lint(parsed, opt.commitlint)) do
    commit:report(result.message, {
      rule = result.rule, level = result.level, line = place_of(result.rule, parsed, result.place), column = 1, length = 0,
    })
  end
end

local rules = {
    empty = { summary = "The message is empty" },
    header = { summary = "The subject is not `type(scope)!: description`" },
    type = { summary = "The type is not one of `types`" },
    scope = { summary = "The scope is missing, or not one of `scopes`" },
    ["subject-length"] = { summary = "The subject is longer than `max_subject`" },
    ["subject-case"] = { summary = "The description's first letter is not as `subject_case` says" },
    ["full-stop"] = { summary = "The subject ends in a full stop" },
    ["blank-line"] = { summary = "No blank line stands between subject and body" },
    ["body-line-length"] = { summary = "A line of the body is longer than `max_body_line`" },
    size = { summary = "The message is larger than 1 MiB" },
    body = { summary = "A body is required" },
    word = { summary = "A word is one of `forbidden_words`" },
    whitespace = { summary = "A line ends in whitespace" },
    footer = { summary = "A footer is malformed or missing" },
    breaking = { summary = "`!` and `BREAKING CHANGE` do not agree" },
    fixup = { summary = "A fixup commit has not been squashed" },
}
for name in pairs(commitlint.rules) do
  rules[name] = rules[name] or { summary = "commitlint's rule `" .. name .. "`" }
end

return {
  api = 1,
  summary = "Commit messages follow Conventional Commits 1.0.0",
  url = "https://www.conventionalcommits.org/en/v1.0.0/",
  level = "off",
  doc = [[
Off until a repository or a policy has a `[checks.conventional-commits]` table: an empty one turns the
check on. `moongate init` reads the last 200 subjects and writes the table where they follow the rules.

A message is `type(scope)!: description`, then, each after a blank line, a body and footers such as
`Refs: #12` or `BREAKING CHANGE: what breaks`. Changelogs and version numbers can be made from that.

Looked at are the message being written (hook commit-msg) and each new commit of a range. Messages
that Git writes are accepted: merges, `Revert "…"` and `Reapply "…"`, and "Initial commit" as the first of a history.
`fixup!`, `squash!` and `amend!` commits are fine while they are local; in a range they are reported,
for they should have been squashed.]],
  options = {
    types = {
      default = {
        "build", "chore", "ci", "docs", "feat", "fix", "perf", "refactor", "revert", "style", "test",
      },
      doc = "Accepted types, in any case; empty: all",
    },
    type_case = { default = "any", one_of = { "any", "lower" }, doc = "How types are written" },
    scopes = { default = {}, items = "string", doc = "Accepted scopes, in any case; empty: all" },
    require_scope = { default = false, doc = "Every subject has a scope" },
    max_subject = { default = 72, min = 0, doc = "Longest subject, in characters; 0: no limit" },
    min_description = { default = 0, min = 0, doc = "Fewest characters of the description" },  -- moongate:unmutated none is empty
    require_body = { default = false, doc = "Every message has a body" },
    forbidden_words = { default = {}, items = "string", doc = "Words that no message has, such as `WIP`, in any case" },
    trailing_whitespace = { default = false, doc = "No line ends in whitespace" },
    ignore = { default = {}, items = "regex", doc = "Regexes of subjects that are not checked" },
    ignore_authors = { default = {}, items = "glob", doc = "Globs of authors' addresses whose messages are not checked" },
    ignore_tools = {
      default = false,
      doc = "Pass over what bots, release tools, `npm version` and `git subtree` write",
    },
    max_body_line = { default = 0, min = 0, doc = "Longest line after the subject; 0: no limit" },
    subject_case = {
      default = "any", one_of = { "any", "lower", "sentence" },
      doc = "How the description's first letter is written",
    },
    full_stop = { default = true, doc = "The subject may end in a full stop" },
    fixups = {
      default = "local", one_of = { "local", "always", "never" },
      doc = "Where `fixup!`, `squash!` and `amend!` are fine: while local, always, never",
    },
    allow_merges = { default = true, doc = "Accept merge commits with any message" },
    allow_git_reverts = { default = true, doc = "Accept the messages that `git revert` writes" },
    allow_initial = { default = true, doc = "Accept `Initial commit` as the first commit's message" },
    breaking_needs_footer = {
      default = false, doc = "A subject with `!` needs a `BREAKING CHANGE` footer that explains it",
    },
    breaking_needs_mark = { default = false, doc = "A `BREAKING CHANGE` footer needs `!` in the subject" },
    require_footers = { default = {}, items = "string", doc = "Footers that every message has, such as `Refs`" },
    commitlint = {
      default = {}, type = "map",
      doc = "Rules of commitlint by name, each `[level, \"always\" or \"never\", values…]`; they replace all of ours",
    },
    preset = {
      default = "conventionalcommits", one_of = { "conventionalcommits", "angular" },
      doc = "How `commitlint` reads a header: \"angular\" knows no `!`",
    },
    default_ignores = { default = true, doc = "`commitlint` passes over merges, reverts, fixups and versions" },
    header_pattern = { default = "", doc = "`commitlint` reads the header by this regex instead" },
    header_parts = {
      default = { "type", "scope", "subject" }, items = "string", doc = "What the groups of `header_pattern` are",
    },
    issue_prefixes = { default = { "#" }, items = "string", doc = "What stands before a reference for `commitlint`" },
  },
  rules = rules,

  commit = function(commit, opt)
    if #commit.message > largest_message then
      commit:report("the message is larger than 1 MiB", { rule = "size", line = 1, column = 1, length = 0 })
      return
    end
    local lines = text.lines(commit.message)
    local subject = lines[1] or ""
    if not commit.message:find("%S") then
      commit:report("the message is empty", { rule = "empty", line = 1, column = 1, length = 0 })
      return
    end
    if is_ignored(commit, subject, opt) then return end
    for _ in pairs(opt.commitlint) do return lint_as_commitlint(commit, opt) end
    if opt.allow_merges and is_merge(commit, subject) then return end
    if opt.allow_git_reverts and is_revert(subject) then return end
    if opt.allow_initial and is_initial(commit, subject) then return end

    local fixup = subject:match("^fixup! ") or subject:match("^squash! ") or subject:match("^amend! ")
    if fixup then
      if opt.fixups == "never" or (opt.fixups == "local" and commit.id) then
        commit:report("`" .. fixup:sub(1, -2) .. "` commit has not been squashed", {
          rule = "fixup", line = 1, column = 1, length = #fixup - 1,
          help = "git rebase --interactive --autosquash",
        })
      end
      return
    end

    local header = read_header(commit, subject, opt)
    if header then
      check_type(commit, header, opt)
      check_scope(commit, header, opt)
      check_subject(commit, subject, header, opt)
    end
    local tokens = read_rest(commit, lines)
    check_words(commit, lines, opt)
    if opt.require_body and not has_body(lines) then
      commit:report("the body is missing", { rule = "body", line = #lines, column = 1, length = 0 })
    end
    if opt.max_body_line > 0 then check_line_lengths(commit, lines, opt) end

    if header and opt.breaking_needs_footer and header.mark and not tokens["BREAKING CHANGE"] then
      commit:report("`!` without a `BREAKING CHANGE` footer that says what breaks", {
        rule = "breaking", line = 1, column = header.mark, length = 1,
      })
    end
    if header and opt.breaking_needs_mark and not header.mark and tokens["BREAKING CHANGE"] then
      commit:report("`BREAKING CHANGE` without `!` before the subject's colon", {
        rule = "breaking", line = 1, column = header.description_at - 2, length = 1,
      })
    end
    for _, wanted in ipairs(opt.require_footers) do
      local key = is_breaking(wanted) and "BREAKING CHANGE" or wanted:lower()
      if not tokens[key] then
        commit:report("the footer `" .. wanted .. "` is missing", {
          rule = "footer", line = #lines, column = 1, length = 0,
          help = "end the message with a blank line and `" .. wanted .. ": …`",
        })
      end
    end
  end,
}
