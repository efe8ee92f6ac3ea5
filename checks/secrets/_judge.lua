-- Whether a text that has a secret's form is one. Expressions alone cannot tell `"${TOKEN}"`, `changeme`
-- and `user.password.label` from a password; these rules are few, and each says what it stands for.

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
  "https://", "/", "./", "../", "~/", "--", "$2a$", "$2b$", "$argon2", "$6$" }
local reference_parts = { "${", "{{", "}}", "$(", "<%", "%(", "#{", "getenv", "environ", "process.env", "secrets.",
  "vars.", "var.", "config.", "os.env", "env[", "(", "...", "***", "\u{2026}", "\u{2022}", "=>", "::", "->" }

function judge.is_reference(value)
  local lower = value:lower()
  for _, start in ipairs(reference_starts) do
    if lower:sub(1, #start) == start then return true end
  end
  for _, part in ipairs(reference_parts) do
    if lower:find(part, 1, true) then return true end
  end
  return false
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
  "_at", "date", "time", "izer", "ize", "ization" }

function judge.names_other_thing(key)
  key = key:lower():gsub("[\"'%]%s]+$", "")
  for _, thing in ipairs(other_things) do
    if #key > #thing and key:sub(-#thing) == thing then return true end
  end
  return false
end

local function is_digits(value) return value:find("^[%d.,:_-]+$") ~= nil end

-- For the rules that only guess.
function judge.is_guess_wrong(rule, key, value)
  if judge.is_sample(value) or judge.is_reference(value) or judge.is_filler(value) then return true end
  if rule == "command-password" then return false end
  if rule == "url-password" then return value:find("^%d%d?%d?%d?%d?$") ~= nil end
  if rule == "authorization-header" then return judge.is_name(value) end
  if #value > 200 or judge.names_other_thing(key) or is_digits(value) or judge.is_name(value) then return true end
  -- A secret that is made by a program mixes kinds; a password has at least a digit or a sign.
  if rule == "generic-secret" and changes(value) < 3 and not value:find("^%x+$") then return true end
  return false
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

-- What stands between a key's BEGIN and END, without the ways in which programs write lines.
local function base64_of(body)
  body = body:gsub("%-%-%-%-%-END$", "")
  body = body:gsub("\\[nrt]", "\n"):gsub("[%a][%w-]*: [^\n]*", "")
  return (body:gsub("[^%w+/=]", ""))
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
    if #base64_of(body) < 16 then
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
