-- The rules that tell a secret from what only looks like one, each at its boundary.
local test = require("moongate.test")
local judge = require("_judge")

-- Names the values for which `holds` does not say what is expected.
local function all(expected, holds, values)
  local wrong = {}
  for _, value in ipairs(values) do
    if holds(value) ~= expected then wrong[#wrong + 1] = value end
  end
  test.equal(table.concat(wrong, " | "), "")
end

test.case "samples: documented, marked, or filled up with one character" (function()
  all(true, judge.is_sample, {
    "AKIA" .. "I44QH8DHBEXAMPLE", "sk_test_" .. "4eC39HqLyjWDarjtT1zdp7dc", "exampleQ7w", "Q7Example", "xxxxxQ7", "Q7xxxxx",
    "...Q7w", "Q7w...", "aaaaaaaab", "baaaaaaaa", "b00000000c",
  })
  all(false, judge.is_sample, { "", "Q7wLk9", "xxxx", "..", "exampl", "aaaaaaab", "baaaaaaa", "aaaabaaaa", "abababababababab" })
end)

test.case "references: where a secret comes from" (function()
  all(true, judge.is_reference, {
    "$TOKEN", "%TOKEN%", "{token}", "<token>", "@token", "&token", "*token", "env.TOKEN", "ENV:token", "vault:a/b", "ref+vault",
    "arn:aws:x", "op://a/b", "ssm:/a", "file:a", "ENC[x]", "sha256-abc", "md5:abc", "data:x", "https://x", "/etc/x", "./x", "../x",
    "~/x", "--flag", "a${b}", "a{{b", "b}}", "a$(b)", "a<%b", "a%(b", "a#{b}", "getenv", "os.environ", "my.process.env",
    "secrets.x", "vars.x", "var.x", "config.x", "os.env", "env[x]", "f(x)", "a...", "a***", "a\u{2026}", "a\u{2022}", "a=>b", "a::b",
    "a->b",
  })
  all(false, judge.is_reference, { "", "k9mQ2vLx8T", "a$b", "a/b", "a@b", "a-b", "envelope", "a..b" })
end)

test.case "fillers: nothing is left of them" (function()
  all(true, judge.is_filler, {
    "", "changeme", "ChangeMe", "your-password-here", "my_secret_token", "password123", "password1234", "password01234567",
    "4321pass", "test-user-1", "api.key", "x", "abc", "passwordq", "passwordq7", "passwordzzzzz", "to-be-replaced",
    "foo_bar_baz_qux", "bazquxkey", "testingtesting", "passwordkqw",
  })
  all(false, judge.is_filler, { "k9mQ2vLx8T", "Tr0ub4dor&3", "passwordk9mQ", "passwordkm92", "passwordq7777", "meatloaf", "1324", "metois9" })
end)

test.case "names: words, paths, dotted names" (function()
  all(true, judge.is_name, {
    "user_password", "UserPassword", "a", "user.password.label", "app/models/user", "a-b c", "a:b@c", "User/Password.Label", "a/",
    "app/models/user2.rb", "com.example.token_v2", "correct_horse_battery_staple_and_more", "ab.c1",
    "aBcDeFgHiJkLmNoPqRs",  -- short enough for any word
    "~flask.current_app", "~user_password",  -- what a role in reStructuredText names
    "aaaaBBBBaaaaBBBBaaaa", "aaBBaa.aa",  -- few changes of kind for their length
  })
  all(false, judge.is_name, {
    "", "1abc", "~", "~k9mQ2vLx8T", "~~a", "k9mQ2vLx8T", "aBcDeFgHiJkLmNoPqRsT", "aB.cD.eF.gH.iJ", "a/1234", "aaaaBBBBaaaaBBBBaaBa", "aaBBaaBBaaBBaaaaaaaa",
    "aaBBaa.a", "aaBBa.a", "a.b1c2", "A/b2", "a9.b", "a b1",
  })
end)

test.case "keys that name something else than the secret" (function()
  all(true, judge.names_other_thing, { "password_hint", "tokenUrl", "secret_id", "token_expires", "PASSWORD_FILE", "key_at", "tokenizer", "secret_name\"]",
    "get_keys_function", "token_func", "keyCallback", "token_handler", "key_method", "token_factory", "Sec-WebSocket-Key" })
  all(false, judge.names_other_thing, { "password", "token", "", "name", "hint", "secret_key", "id", "websocket_key",
    "sec-websocket-key-secret" })
end)

test.case "guesses that are wrong" (function()
  local function wrong(rule, key, value) return judge.is_guess_wrong(rule, key, value) end
  local good = "k9mQ2vLx8T"
  for _, rule in ipairs { "url-password", "authorization-header", "generic-password", "generic-secret", "generic-setting" } do
    test.equal(wrong(rule, "password", good), false)
    test.equal(wrong(rule, "password", "example" .. good), true)
    test.equal(wrong(rule, "password", "${" .. good .. "}"), true)
    test.equal(wrong(rule, "password", "changeme"), true)
  end
  -- What follows the colon of host:port is digits; a password of six is none of these.
  test.equal(wrong("url-password", "", "5"), true)
  test.equal(wrong("url-password", "", "54729"), true)
  test.equal(wrong("url-password", "", "547291"), false)
  test.equal(wrong("authorization-header", "", "some-dotted.word"), true)
  test.equal(wrong("generic-password", "password_hint", good), true)
  test.equal(wrong("generic-password", "password", "8472.91"), true)
  test.equal(wrong("generic-password", "password", "meat-loaf"), true)
  test.equal(wrong("generic-password", "password", (good):rep(20)), false)
  test.equal(wrong("generic-password", "password", (good):rep(20) .. "x"), true)
  -- A secret is made by a program: letters at random, digits between them, never only words.
  all(false, function(value) return wrong("generic-secret", "token", value) end, {
    "lkwmzq77vt", "lkwmzq7vt8", "7f3a9c1e5b8d2f60", "b2f3a1c4-12ab-4cd3-9e10-0a1b2c3d4e5f", "849203957203", "xkqzvbwpfhtrjm",
    "base64:q7LwT2vX9pRk3sNc8ZbYd1Hf6Gj4Mu0a=",
  })
  all(true, function(value) return wrong("generic-secret", "token", value) end, {
    "AssumeRoleWithCustomToken", "Acmeserver-IsApiKey", "tls-prod-2024", "wildcard-tls-2024", "mM5k", "1612345678",
    "20240131", "999111999111", "urn:oasis:names:tc:SAML:2.0:ac", "required|string|min:8", "Authentifizierungstoken",
    "\u{5BC6}\u{7801}k9mQ2vLx", "\\u5bc6\\u7801k9mQ2", "joe@corp.example.net", "ERR_TOKEN_1001",
  })
  -- Of a password there is less to ask.
  all(false, function(value) return wrong("generic-password", "password", value) end, {
    "Summer2024!", "Winter2025", "Acme-2024-prod", "Pa55w0rd!x", "847291", "xkqzvbwpfhtr", "k#fjsQp!w",
  })
  all(true, function(value) return wrong("generic-password", "password", value) end, {
    "123456", "111111", "userNotFoundPassword", "app1-db-creds", "Passwortwiederholung", "PASS_FIELD", "user.password.label1",
  })
  -- Where only a password can stand a word is one.
  test.equal(judge.is_guess_wrong("generic-connection", "", "kittycat", true), false)
  test.equal(judge.is_guess_wrong("generic-connection", "", "changeme", true), true)
  -- Names that say what the value is.
  for _, key in ipairs { "PASSWORD_SHA256", "TOKEN_SERVICE_COMMIT", "publicKeyToken", "existingSecretKey", "imagePullSecret" } do
    test.equal(wrong("generic-secret", key, "7f3a9c1e5b8d2f60"), true)
  end
  -- A command's own option needs no guess, but may have a placeholder.
  test.equal(wrong("command-password", "password", "meat-loaf"), false)
  test.equal(wrong("command-password", "password", "changeme"), true)
end)

test.case "bits a character" (function()
  test.equal(judge.entropy("aaaa"), 0.0)
  test.equal(judge.entropy("abab"), 1.0)
  test.equal(judge.entropy("abcd"), 2.0)
  test.equal(judge.entropy("abcdefgh"), 3.0)
end)

test.case "checksums" (function()
  local good = "gh" .. "p_" .. "zQWBuTSOoRi4A9spHc" .. "VY5ncnsDkxkJ0mLq17"
  test.equal(judge.checksum_holds(good), true)
  test.equal(judge.checksum_holds((good:gsub("z", "y", 1))), false)
  test.equal(judge.checksum_holds((good:gsub("7$", "8"))), false)
  for _, body in ipairs { "Q3mNs4t", "P1ZoQNOb1Z9AGd", "WLybIzMq38Gza0" } do
    test.equal(judge.checksum_holds("ghp_" .. body), true)
  end
  test.equal(judge.checksum_holds("ghp_000000"), false)  -- nothing that it could be of
  test.equal(judge.checksum_holds(""), false)
end)

test.case "key blocks" (function()
  local line = ("MIIEpAIBAAKCAQEA7bq1Zx81kPqLmVtYw0aQ9dEr"):sub(1, 40)
  local begin = "-----BEGIN " .. "PRIVATE KEY-----"
  local function state(body, head) return judge.key_block((head or begin) .. body, body) end
  test.equal(state("\n" .. line .. "\n-----END"), "plain")
  test.equal(state("\\n" .. line .. "\\n-----END"), "plain")
  test.equal(state("\nMIIEpAIBAAKCAQEA\n-----END"), "plain")
  test.equal(state("\nMIIEpAIBAAKCAQE\n-----END"), "none")
  test.equal(state("\n...\n-----END"), "none")
  for _, hole in ipairs { "...", "\u{2026}", "xxxx", "<key>", "${key}" } do
    test.equal(state("\n" .. line .. hole .. "\n-----END"), "none")
  end
  -- Cut off: the marker alone, or the key's first line.
  test.equal(state(""), "plain")
  test.equal(state("\n \n"), "plain")
  test.equal(state("\n" .. line), "plain")
  test.equal(state("\n" .. line:sub(2)), "none")
  test.equal(state("') return 1"), "none")
  test.equal(state("\nProc-Type: 4,ENCRYPTED\n\n" .. line .. "\n-----END"), "encrypted")
  test.equal(state("\n" .. line .. "\n-----END", "-----BEGIN " .. "ENCRYPTED PRIVATE KEY-----"), "encrypted")
  local openssh = "b3BlbnNzaC1rZXktdjEAAAAA"
  test.equal(state("\n" .. openssh .. ("k"):rep(36) .. "\n-----END"), "plain")
  test.equal(state("\n" .. openssh .. ("k"):rep(37) .. "\n-----END"), "encrypted")
  test.equal(state("\n" .. openssh .. "BG5vbmU" .. line .. "\n-----END"), "plain")
  test.equal(state("\n" .. openssh .. "CmFlczI1Ni1" .. line .. "\n-----END"), "encrypted")
  local putty = "PuTTY" .. "-User-Key-File-3: ssh-ed25519\nEncryption: "
  test.equal(judge.key_block(putty .. "none\n", ""), "plain")
  test.equal(judge.key_block(putty .. "aes256-cbc\n", ""), "encrypted")
end)
