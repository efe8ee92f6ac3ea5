local formats = require("_formats")
local judge = require("_judge")
local likeness = require("_text")
local glob = require("moongate.glob")
local regex = require("moongate.regex")

local by_id, patterns, rules = {}, {}, {}
for _, format in ipairs(formats) do
  by_id[format.id] = format
  patterns[format.id] = {
    regex = format.regex, keywords = format.keywords, entropy = format.entropy,
    secret = true,  -- moongate:unmutated what is masked is no part of a case
  }
  rules[format.id] = {
    summary = format.rule and "Reported as " .. format.rule  -- moongate:unmutated for pages
      or "No " .. format.what .. " in what is committed",  -- moongate:unmutated for pages
    level = format.level, url = format.url,
  }
end
rules["url-secret"] = { summary = "No secret in the query of a URL", url = "https://cwe.mitre.org/data/definitions/598.html" }
rules["encrypted-private-key"] = {
  summary = "No private key in what is committed, even with a passphrase", level = "warning",
  url = "https://www.rfc-editor.org/rfc/rfc7468",
}

-- Files that programs write and that are full of random text which is no secret: guesses are not made there.
local generated = {
  "package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock", "Cargo.lock", "poetry.lock", "uv.lock",
  "composer.lock", "Gemfile.lock", "go.sum", "flake.lock", "*.min.js", "*.min.css", "*.map", "*.svg", "*.snap",
  "*.ipynb", "*.po", "*.pot", "*.lock",
}
-- Where made-up passwords are at home: a guess is a warning there.
local made_up = {
  "**/test/**", "**/tests/**", "**/testing/**", "**/testdata/**", "**/spec/**", "**/specs/**", "**/__tests__/**",
  "**/fixtures/**", "**/examples/**", "**/example/**", "**/samples/**", "**/mocks/**", "**/docs/**", "**/doc/**",
  "*_test.*", "*.test.*", "*.spec.*", "test_*", "*Test.java", "*Tests.cs", "*.md", "*.rst", "*.adoc",
  "*.example", "*.sample", "*.template", "*.dist",
}
-- Languages in which `password: value` without quotes is a value and not an expression.
local settings = {
  dotenv = true, ini = true, properties = true, yaml = true, shell = true, dockerfile = true, text = true,
  make = true, batch = true, toml = true, hcl = true, markdown = true,
}

-- A range of UTF-16 text comes with the zero bytes that it has in the file.
local function plain(text)
  return text:find("\0", 1, true) and (text:gsub("\0", "")) or text
end

local function secret_of(match)
  for i = 1, 4 do  -- moongate:unmutated no expression has more, and none is number 0
    local capture = match.captures[i]
    if capture and capture ~= "" then return plain(capture) end
  end
  return plain(match.text)
end

local function is_allowed(opt, value)
  for _, allowed in ipairs(opt.allow) do
    if regex.new(allowed):test(value) then return true end
  end
  return false
end

-- Whether the vendor may be meant at all: its name stands in the file or message, or in the path.
local function names_vendor(hit, format)
  if not format.vendor then return true end
  return hit.path:lower():find(format.vendor, 1, true) or plain(hit.whole.text):lower():find(format.vendor, 1, true)
end

-- Guesses of one rule: their expressions are written so that no value fits two of them.
local function is_same_rule(one, two) return one.guess and (one.rule or one.id) == (two.rule or two.id) end

-- Whether a vendor's own rule reports the same text.
local function is_told_elsewhere(hit, format, text, value)
  local lower = text:lower()
  for _, other in ipairs(formats) do
    if other.id == format.id and format.guess then break end  -- of two guesses the first reports
    if other.id ~= format.id and not is_same_rule(other, format) and (format.guess or not other.guess) then
      for _, keyword in ipairs(other.keywords) do
        if lower:find(keyword, 1, true) then
          local one, two, three, four = regex.new(other.regex):match(text)
          local whole = one ~= "" and one or two ~= "" and two or three ~= "" and three or four
          if whole and value:find(whole, 1, true) and names_vendor(hit, other) then return true end
          break
        end
      end
    end
  end
  return false
end

local function advice(format, rule)
  if format.guess then
    return "read it from the environment or a secret store; if it is no secret, add the comment `moongate:"
      .. "ignore secrets/" .. rule .. " reason` or a pattern to `allow` of secrets in moongate.toml"
  end
  return "take it out of the commit (git commit --amend; once it was pushed, revoke it: everybody may have read it) and read "
    .. "it from the environment or a secret store"
end

-- `hit`: who reports it (a match, or a commit or tag with a place in its message), in what file.
local function report(hit, format, message, level, rule)
  rule = rule or format.rule or format.id
  local place = hit.place or {}
  hit.subject:report(message, {
    rule = rule, level = level, help = advice(format, rule),
    line = place.line, column = place.column, length = place.length,
  })
end

local function private_key(hit, format, text)
  text = judge.unwrapped(text)
  local state = judge.key_block(text, text:match("PRIVATE KEY[ BLOCK]*%-%-%-%-%-(.*)$") or "")
  if state == "plain" then
    report(hit, format, format.what, glob.any(made_up, hit.path) and "warning" or nil, "private-key")
  elseif state == "encrypted" then
    report(hit, format, "private key, protected by a passphrase", nil, "encrypted-private-key")
  end
end

-- The name that the value is given to: what stands before it, without the code between.
local function key_of(text, value)
  local before = text:sub(1, (text:find(value, 1, true) or 1) - 1)
  local pair = before:match("[\"'=:]%s*[\"']?([%w_.:-]+)[\"']?[%s,]+%-?%s?[\"']?%l*[vV]alue[\"']?%s*[:=]") or before:match("=%s*[\"']([%w_.:-]+)[\"']")
  return pair or before:match("([%w_.-]*[%w_])") or ""
end

-- user and password are one word, or both are words and the host is this machine: a login that everybody knows.
local function is_default_login(text, value)
  local user = text:match("://([^:/@]*):") or ""
  if user ~= "" and user:lower() == value:lower() then return true end
  return (text:find("@localhost$") or text:find("@127%.0%.0%.1$")) and value:find("^%a+$") ~= nil
end

local function guess(hit, format, opt, text, value)
  if not opt.guesses then return end
  if glob.any(generated, hit.path) then return end
  if format.rule == "generic-setting" or format.id == "generic-setting" then
    if not settings[hit.language] then return end
  end
  if judge.entropy(value) < opt.min_entropy then return end
  if format.id == "url-password" and is_default_login(text, value) then return end
  local key = format.certain and "" or key_of(text, value)
  local certain = format.certain or hit.language == "dotenv" and judge.names_password(key)
  if judge.is_guess_wrong(format.id, key, value, certain) then return end
  if is_told_elsewhere(hit, format, text, value) then return end
  report(hit, format, format.what, glob.any(made_up, hit.path) and "warning" or nil)
end

local function examine(hit, format, opt, text, value)
  if format.id == "private-key" or format.id == "putty-key" then return private_key(hit, format, text) end
  if is_allowed(opt, value) then return end
  if not opt.examples and judge.is_sample(value) then return end
  if format.not_hex and value:find("^%x+$") then return end
  if format.login and not judge.is_login(value) then return end
  if format.guess then return guess(hit, format, opt, text, value) end
  if (format.rule or format.yields) and is_told_elsewhere(hit, format, text, value) then return end
  if format.form and not value:find("%d.*%d.*%d") and likeness.is_words(value) then return end
  if not names_vendor(hit, format) then return end
  local message = format.what
  if format.checksum or format.id == "github-token" and value:find("^gh%l_") then
    if not judge.checksum_holds(value) then
      if not opt.bad_checksums then return end
      message = message .. "; its checksum is wrong, so it may be made up"
    end
  end
  report(hit, format, message, format.milder_in_examples and glob.any(made_up, hit.path) and "warning" or nil)
end

-- One expression with the keywords of all tokens that have a form: few messages have one of them, and a search for
-- each would take longer than all the rest.
local token_words = {}
for _, format in ipairs(formats) do
  if format.form then
    for _, keyword in ipairs(format.keywords) do token_words[#token_words + 1] = keyword:gsub("%W", "\\%0") end
  end
end
local token_gate = "(?i)" .. table.concat(token_words, "|")

local function has_keyword(lower, message, format)
  local shapeless = format.shape and not message:find(format.shape)
  if shapeless then return false end  -- moongate:unmutated only for speed
  for _, keyword in ipairs(format.keywords) do
    if lower:find(keyword, 1, true) then return true end
  end
  return false  -- moongate:unmutated only for speed: what is found has a keyword
end

local function filled(text) return text ~= "" and text or nil end

local function place_of(text, begin, length)
  local line, line_start = 1, 1
  for at in text:sub(1, begin - 1):gmatch("()\n") do  -- moongate:unmutated no secret begins with a line ending
    line, line_start = line + 1, at + 1
  end
  return { line = line, column = begin - line_start + 1, length = length }
end

-- Messages are short and the native pass reads files: here the keywords decide which few expressions are
-- compiled at all. The generic rules stay away from prose.
local function examine_message(subject, opt)
  local message = subject.message
  local lower = message:lower()
  local tokens = regex.new(token_gate):test(message)
  for _, format in ipairs(formats) do
    if format.form and not tokens then  -- moongate:unmutated only for speed
      goto continue
    end
    if not format.id:find("^generic%-") and has_keyword(lower, message, format) then
      local expression, from = regex.new(format.regex), nil
      while true do
        local begin, last, one, two = expression:find(message, from)
        if not begin then break end
        local value = filled(one) or filled(two) or message:sub(begin, last)
        if not format.entropy or judge.entropy(value) >= format.entropy then
          local at = message:find(value, begin, true) or begin
          local line_end = message:find("\n", at) or at + #value
          examine({
            subject = subject, path = "", language = "text", whole = { text = message },
            place = place_of(message, at, math.min(#value, line_end - at)),
          }, format, opt, message:sub(begin, last), value)
        end
        from = last + 1  -- moongate:unmutated what is found stands apart from the next one
      end
    end
    ::continue::
  end
end

return {
  api = 1,
  summary = "No passwords, tokens or private keys are committed",
  doc = [[
What was once pushed must be taken for read. This check looks for private keys, for the tokens of more
than 250 kinds by their published formats, for passwords in URLs and for passwords and keys that are
assigned in code and settings; in files of every encoding, binary ones too, and in the messages of commits
and of the annotated tags that a push brings.

Each commit is looked at, not only the result: a secret that one commit adds and the next removes is still
in the history that is pushed. All output shows at most a secret's first four characters.]],
  scope = "commits",
  -- Not `refs`: a look at today's branches is not the place to be told of every old tag's message again.
  stages = { "staged", "working", "message", "range", "commit", "push", "tree", "history", "buffer" },
  binary = true,
  options = {
    allow = {
      default = {}, items = "regex",
      doc = "Regexes of texts that are not secrets; a match of any part of the secret is enough",
    },
    guesses = { default = true, doc = "Also report what only looks like a secret: the rules generic-*, url-password, command-password, authorization-header" },
    min_entropy = {
      default = 0.0, type = "number", min = 0, max = 8,
      doc = "Least entropy, in bits for each character, of what heuristic rules report; each rule has its own minimum",
    },
    examples = { default = false, doc = "Also report values from vendors' documentation and texts marked as examples" },
    bad_checksums = {
      default = true,
      doc = "Also report GitHub and npm tokens whose checksum is wrong: made up, or mistyped",
    },
  },
  rules = rules,
  patterns = patterns,

  match = function(match, opt)
    local file = match.file
    examine({ subject = match, path = file.path, language = file.language or "text", whole = file },
      by_id[match.rule], opt, plain(match.text), secret_of(match))
  end,

  commit = function(commit, opt) examine_message(commit, opt) end,

  tag = function(tag, opt) examine_message(tag, opt) end,
}
