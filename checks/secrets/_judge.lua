-- Whether a text that has a secret's form is one. Expressions alone cannot tell `"${TOKEN}"`, `changeme`
-- and `user.password.label` from a password; these rules are few, and each says what it stands for.

local likeness = require("_text")

local judge = {}

-- Values that vendors print in their documentation. They are public, so they are no secrets. In two
-- pieces each, so that nobody's scanner takes this list for a leak.
local documented = {
  ["AKIA" .. "IOSFODNN7EXAMPLE"] = true,  -- docs.aws.amazon.com
  ["AKIA" .. "I44QH8DHBEXAMPLE"] = true,
  ["ASIA" .. "IOSFODNN7EXAMPLE"] = true,
  ["wJalrXUtnFEMI/" .. "K7MDENG/bPxRfiCYEXAMPLEKEY"] = true,
  ["je7MtGbClwBF/" .. "2Zp9Utk/h3yCo8nvbEXAMPLEKEY"] = true,
  ["sk_test_" .. "4eC39HqLyjWDarjtT1zdp7dc"] = true,  -- docs.stripe.com
  ["sk_test_" .. "BQokikJOvBiI2HlWgH4olfQ2"] = true,
  ["110201543:" .. "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"] = true,  -- core.telegram.org
  -- The account that Microsoft's Azurite emulator has for everybody.
  ["Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/" .. "K1SZFPTOtr/KBHBeksoGMGw=="] = true,
  -- jwt.io
  ["eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9" .. ".eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ"
    .. ".SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c"] = true,
}

-- What people write where a secret would stand. Taken out of a value, they leave little of one that is
-- no secret.
local fillers = {
  "placeholder", "changeme", "change", "replace", "redacted", "removed", "hidden", "masked", "example", "sample",
  "dummy", "fake", "mock", "insert", "enter", "default", "foobar", "username", "user", "admin", "root", "guest",
  "password", "passwd", "passphrase", "passwort", "pass", "pwd", "secret", "token", "apikey", "access", "auth",
  "api", "client", "private", "public", "key", "credential", "value", "string", "here", "your", "this", "that",
  "test", "testing", "todo", "none", "null", "undefined", "empty", "false", "true", "invalid", "wrong", "correct",
  "some", "my", "the", "new", "old", "foo", "bar", "baz", "qux", "lorem", "ipsum", "postgres", "mysql", "oauth",
  "basic", "bearer", "login", "name", "hello", "world", "abc", "xyz", "qwerty", "asdf",
  "not", "real", "for", "with", "and", "required", "optional", "me", "to", "is", "be", "or", "a", "x",
}
table.sort(fillers, function(a, b) return #a ~= #b and #a > #b or #a == #b and a < b end)

-- Filled up with one character, or marked as an example, whatever the vendor.
function judge.is_sample(value)
  if documented[value] then return true end
  local lower = value:lower()
  if lower:find("example", 1, true) or lower:find("xxxxx", 1, true) or value:find("...", 1, true) then
    return true
  end
  local run, previous = 1, nil
  for i = 1, #value do
    local byte = value:byte(i)
    run = byte == previous and run + 1 or 1
    if run >= 8 then return true end
    previous = byte
  end
  return false
end

-- Not the secret, but where it comes from: a variable, a template, a call, a store, something encrypted.
local reference_starts = { "$", "%", "{", "<", "@", "&", "*", "env.", "env:", "vault:", "ref+", "arn:", "op://",
  "ssm:", "file:", "enc[", "enc(", "sha256-", "sha384-", "sha512-", "sha1-", "sha256:", "md5:", "data:", "http://",
  "https://", "./", "../", "~/", "--", "((", "[[", "$2a$", "$2b$", "$argon2", "$6$", "urn:", "secret/", "kv/", "!", "\\u" }
local reference_parts = { "${", "{{", "}}", "$(", "<%", "%(", "#{", "getenv", "environ", "process.env", "secrets.",
  "vars.", "var.", "config.", "os.env", "env[", "...", "***", "\u{2026}", "\u{2022}", "=>", "::", "->", "&&", "||",
  "&lt;", "&#" }

function judge.is_reference(value)
  local lower = value:lower()
  for _, start in ipairs(reference_starts) do
    if lower:sub(1, #start) == start then
      -- A sign that begins a reference may begin a password, too: no name stands behind it.
      local rest = #start == 1 and value:sub(2)
      if not rest or rest:find("^[%a_{(<%[%%*]") or rest == "" or start == "<" or start == "{" then return true end
    end
  end
  for _, part in ipairs(reference_parts) do
    if lower:find(part, 1, true) then return true end
  end
  return value:find("^[%a_][%w_.]*%(.*%)[;,]?$") ~= nil  -- a call
    or value:find("^[%a_][%w_]*%[.*%]") ~= nil  -- an element
    or value:find("^/[%w_.-]+/[%w_./-]+$") ~= nil and value:find("^[%l/_.-]*%d?%d?[%l/_.-]*%d?%d?$") ~= nil  -- a path
end

-- Nothing, or next to it, remains when fillers, digits in order and separators are taken out.
function judge.is_filler(value)
  local rest = value:lower()
  for _, filler in ipairs(fillers) do
    -- One or two letters are words only where they stand alone.
    if #filler > 2 then rest = rest:gsub(filler, " ") else rest = rest:gsub("%f[%a]" .. filler .. "%f[%A]", " ") end
  end
  rest = rest:gsub("01234%d*", ""):gsub("1234%d*", ""):gsub("4321", ""):gsub("[%s%p]", "")
  return #rest < 4 or rest:gsub(rest:sub(1, 1), "") == "" or rest:find("^%l?%d?%d?%d?$") ~= nil
end

-- How often upper follows lower or a digit meets a letter: often in random text, seldom in names.
local function changes(value)
  local count, previous = 0, nil
  for i = 1, #value do
    local byte = value:byte(i)
    local kind = byte >= 97 and byte <= 122 and "l" or byte >= 65 and byte <= 90 and "u"
      or byte >= 48 and byte <= 57 and "d" or "p"
    if previous and kind ~= previous and kind ~= "p" and previous ~= "p" then count = count + 1 end
    previous = kind
  end
  return count
end

-- A name of something: words joined by dots, dashes, slashes, underscores or capitals.
function judge.is_name(value)
  value = value:gsub("^~(%a)", "%1")  -- of a role in reStructuredText: `~package.name`
  if value:find("^[%a_][%a_]*$") then return #value < 20 or changes(value) * 4 < #value end
  if value:find("^[%w_]+[%w_./:@ -]*$") and not value:find("%d") then return changes(value) * 4 < #value end
  -- A path or a dotted name with few digits: app/models/user2.rb, com.example.token_v2
  if value:find("^%l[%l%d_-]*[./:][%l%d_./:-]+$") then
    local _, digits = value:gsub("%d", "")
    return digits * 4 < #value
  end
  return false
end

-- A key such as `password_hint` or `token_url` names something else than the secret.
local other_things = { "name", "id", "ids", "url", "uri", "path", "file", "filename", "type", "label", "hint",
  "prompt", "field", "code", "policy", "regex", "pattern", "format", "length", "len", "size", "header", "param", "ref",
  "version", "expires", "expiry", "ttl", "class", "placeholder", "message", "error", "title", "description", "count",
  "arn", "endpoint", "host", "scope", "alg", "provider", "selector", "hash", "hashed", "digest", "checksum", "salt",
  "mount", "input", "help", "text", "required", "strength", "valid", "invalid", "changed", "expired", "reset",
  "_at", "date", "time", "izer", "ize", "ization", "function", "func", "callback", "handler", "method", "factory" }

function judge.names_other_thing(key)
  key = key:lower():gsub("[\"'%]%s]+$", "")
  if key:find("sec%-websocket%-key$") then return true end  -- a nonce of RFC 6455
  for _, thing in ipairs(other_things) do
    if #key > #thing and key:sub(-#thing) == thing then return true end
  end
  return false
end

-- Words in a name that say that it is not the secret that is named, wherever they stand.
local other_words = {}
for word in ([[public pub hash hashed sha sha1 sha256 sha512 md5 commit checksum digest fingerprint integrity existing
  foreign primary partition sort cache i18n translation label placeholder pull image store audience revision etag
  thumbprint keyboard shortcut hotkey hotkeys tokenizer tokens urn grant schema]]):gmatch("%S+") do
  other_words[word] = true
end

function judge.names_other_word(key)
  key = key:gsub("(%l)(%u)", "%1 %2"):gsub("(%u)(%u%l)", "%1 %2"):lower()
  for word in key:gmatch("%w+") do
    if other_words[word] then return true end
  end
  return false
end

local function is_ordered(digits)
  local step
  for i = 2, #digits do
    local difference = (digits:byte(i) - digits:byte(i - 1)) % 10
    if step and difference ~= step then return false end
    step = difference
  end
  return true
end

-- Digits that count, date or repeat.
local function is_plain_number(value)
  return is_ordered(value) or value:find("^1[4-9]%d%d%d%d%d%d%d%d%d?%d?%d?$") ~= nil and #value >= 10
    or value:find("^20[0-4]%d[01]%d[0-3]%d$") ~= nil or judge.entropy(value) < 1.5
end

local uuid = "^%x%x%x%x%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%x%x%x%x%x%x%x%x$"

-- Labels of people, rules of validation, addresses, constants, code: text that programs have under such names.
function judge.is_text(value)
  if value:find("[\x80-\xFF]") or value:find("\\u%x%x%x%x") or value:find("\\x%x%x\\x") then return true end
  if value:find("^[%a_]+[|,]%a") or value:find("|", 1, true) and value:find("%f[%a]min:") then return true end
  if value:find("^[%w._+-]+@[%w-]+%.[%w.-]+$") or value:find("^%u[%u_]*_[%u%d_]*$") then return true end
  if value:find("[:;,]$") and likeness.is_words(value) then return true end
  return value:find("^[%a_][%w_]*%.[%w_.]+$") ~= nil and likeness.is_words(value)
end

-- Lower-case words and few digits joined by dashes, dots, slashes: a name of a resource, `tls-prod-2024`.
function judge.is_slug(value)
  if not value:find("^[%l%d]+[-_./:@][%l%d_./:@-]*$") then return false end
  if value:find(uuid) then return false end
  local _, digits = value:gsub("%d", "")
  if digits * 3 > #value then return false end
  for part in value:gmatch("[%l%d]+") do
    if #part > 16 then return false end
    local _, switches = part:gsub("%f[%d]%d+", "")
    if switches > 1 then return false end
  end
  return true
end

-- Whether a program made the value up.
function judge.is_random(value)
  if value:find(uuid) then return true end
  local body = value:gsub("^base64:", ""):gsub("^django%-insecure%-", ""):gsub("=+$", "")
  if body:find("^%d+$") then return #body >= 10 and not is_plain_number(body) end
  local _, letters = body:gsub("%a", "")
  local _, digits = body:gsub("%d", "")
  if body:find("^%x+$") and #body >= 16 and digits > 0 then return judge.entropy(body) >= 2.6 end
  if #body < 8 then return false end
  if digits == 0 then
    if judge.is_name(body) and #body < 12 then return false end
    return letters >= 12 and not likeness.is_words(body)
  end
  if judge.is_slug(body) then return false end
  local known = likeness.words(body)
  -- Of ten characters five in words, and few digits: a name with a number.
  if known * 2 >= letters and digits * 3 <= #body then return false end
  if letters == 0 then return false end
  return changes(body) >= 2 or #body >= 16
end

-- Whether someone may have chosen the value as a password. `certain`: it stands where only a password can.
function judge.is_password(value, certain)
  if value:find("^%d+$") then return not is_plain_number(value) end
  if value:find("^[%d.,:_-]+$") then return false end
  if judge.is_text(value) then return false end
  local letters_only = value:find("^%a+$") ~= nil
  if letters_only then return certain or #value >= 10 and not likeness.is_words(value) end
  if not value:find("%d") then
    if certain then return true end
    if not value:find("[^%a_./:?!,'()%[%]%- ]") then return #value >= 12 and not likeness.is_words(value) end
    return not value:find("^[%a_./<>-]+[=*+;%%]*$") or not likeness.is_words(value)
  end
  if certain then return true end
  if judge.is_slug(value) then return false end
  if value:find("^[%a_][%w_]*[./:][%w_./:-]+$") and not judge.is_random(value) then return false end
  if value:find("^[%l_]+%d?$") and value:find("_", 1, true) then return false end
  -- `iso8859`, `sha256`, `utf8`: a word and a number in small letters is a name, too.
  return true
end

function judge.names_password(key)
  key = key:lower()
  return key:find("pass%a*$") ~= nil or key:find("pwd$") ~= nil or key:find("pw$") ~= nil
end

-- For the rules that only guess. `key`: the name that the value has. `certain`: where only a password can stand.
function judge.is_guess_wrong(rule, key, value, certain)
  if judge.is_sample(value) or judge.is_filler(value) then return true end
  if rule == "generic-der" or rule == "generic-encoded-pem" then return false end
  if judge.is_reference(value) then return true end
  if rule == "command-password" and not certain then return value:find("^%d+$") ~= nil and #value < 4 end
  if rule == "url-password" then return value:find("^%d%d?%d?%d?%d?$") ~= nil end
  if rule == "authorization-header" then return judge.is_name(value) and likeness.is_words(value) end
  if judge.names_other_thing(key) or judge.names_other_word(key) then return true end
  local lower = key:lower()
  local of_password = lower:find("pass", 1, true) or lower:find("pwd", 1, true) or lower:find("kennwort", 1, true)
    or lower:find("pw$") or lower:find("pswd", 1, true)
  -- Longer than a password is a key, and only the letters of base64.
  if #value > 200 and (of_password or not value:find("^[%w+/=_-]+$")) then return true end
  if certain or of_password and not lower:find("secret", 1, true) and not lower:find("key", 1, true) then
    return not judge.is_password(value, certain)
  end
  if judge.is_text(value) or judge.is_slug(value) then return true end
  return not judge.is_random(value)
end

-- Bits a character.
function judge.entropy(value)
  local counts, bits = {}, 0
  for i = 1, #value do
    local byte = value:byte(i)
    counts[byte] = (counts[byte] or 0) + 1
  end
  for _, count in pairs(counts) do
    local share = count / #value
    bits = bits - share * math.log(share, 2)
  end
  return bits
end

-- GitHub and npm: the last six characters are the CRC-32 of what stands before them, in base 62.
-- https://github.blog/engineering/behind-githubs-new-authentication-token-formats/
function judge.checksum_holds(token)
  local body = token:match("([^_]*)$")
  if #body < 7 then return false end
  local crc = 0xFFFFFFFF
  for i = 1, #body - 6 do
    crc = crc ~ body:byte(i)
    for _ = 1, 8 do
      crc = crc & 1 == 1 and crc >> 1 ~ 0xEDB88320 or crc >> 1
    end
  end
  local claimed = 0
  for i = #body - 5, #body do
    local byte = body:byte(i)
    local digit = byte <= 57 and byte - 48 or byte <= 90 and byte - 55 or byte - 61
    claimed = claimed * 62 + digit
  end
  return claimed == crc ~ 0xFFFFFFFF
end

-- Key blocks ------------------------------------------------------------------------------------------

local letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

-- Base64 of `user:password`, as the Authorization header and Docker's configuration have it.
function judge.is_login(value)
  local bits, count, bytes = 0, 0, {}
  for letter in value:gmatch("[%w+/]") do
    bits, count = (bits << 6 | letters:find(letter, 1, true) - 1) & 0xFFFF, count + 6
    if count >= 8 then
      count = count - 8
      bytes[#bytes + 1] = string.char(bits >> count & 0xFF)
    end
  end
  return table.concat(bytes):find("^[^%c:]+:[^%c]+$") ~= nil
end

-- What stands between a key's BEGIN and END, without the ways in which programs write lines.
local function base64_of(body)
  body = body:gsub("%-%-%-%-%-END$", "")
  body = body:gsub("\\[nrt]", "\n"):gsub("[%a][%w-]*: [^\n]*", "")
  return (body:gsub("[^%w+/=]", ""))
end

-- A key as a form sends it, or with the line endings of a page.
function judge.unwrapped(block)
  if block:find("%%%x%x") then
    block = block:gsub("%+", block:find("BEGIN+", 1, true) and " " or "+")
    block = block:gsub("%%(%x%x)", function(code) return string.char(tonumber(code, 16)) end)
  end
  return (block:gsub("<[bB][rR]%s*/?>", "\n"):gsub("</?p>", "\n"):gsub("&#x?[0dDaA1]+;", "\n"))
end

-- Whether a line of a key stands there, and not only the names of a program.
local function has_key_line(body)
  for run in body:gsub("\\+[nrt]", "\n"):gmatch("[%w+/=]+") do
    if #run >= 16 and not likeness.is_words(run) then return true end
  end
  return false
end

-- "none" (no key), "plain" or "encrypted".
function judge.key_block(text, body)
  if text:find("PuTTY", 1, true) then
    return text:find("Encryption: none", 1, true) and "plain" or "encrypted"
  end
  local ended = body:find("%-%-%-%-%-END$") ~= nil
  if body:find("...", 1, true) or body:find("\u{2026}", 1, true) or body:find("xxxx", 1, true)
    or body:find("<", 1, true) or body:find("${", 1, true) then
    return "none"
  end
  if ended then
    if #base64_of(body) < 16 or body:find("[(\"']") and not has_key_line(body) then
      -- Two markers with nothing between them are a comparison or a description, not a key.
      return "none"
    end
  else
    -- The rest of the file, or a file that begins with a key and was cut: its first line must be the
    -- key's, or the marker must stand alone at the end.
    local first = body:match("^\\?[rn\\]*%s*([%w+/=]+)")
    local alone = body:find("^%s*$") ~= nil
    if not alone and not (first and #first >= 40) then return "none" end
  end
  if text:find("ENCRYPTED", 1, true) then return "encrypted" end
  local key = base64_of(body)
  -- OpenSSH's own format names its cipher first: openssh-key-v1, then "none" or the cipher.
  if key:find("^b3BlbnNzaC1rZXktdjE") and not key:find("^b3BlbnNzaC1rZXktdjEAAAAABG5vbmU") and #key > 60 then
    return "encrypted"
  end
  return "plain"
end

return judge
