local check = require("moongate.test").check("secrets")

-- Every secret here is made up, and written in pieces: nobody's scanner, ours included, should take a
-- test for a leak.
local function join(...) return table.concat({ ... }) end

local github = join("gh", "p_", "n8Kd02LqPz71VbXcR4sTyU6wEaGh3JmF9iOo")
local aws_id = join("AK", "IA", "Z7QW3LT5XN2VBKC4")
local aws_secret = join("q7Lw/", "T2vX9pRk3sNc8ZbYd1Hf6Gj", "4Mu0aEoi+PKe")
local key_line = join("MIIEpAIBAAKCAQEA", "7bq1Zx81kPqLmVtYw0aQ9dErTgHyUjIk", "OlPaSdFgHjKlZxCv")
local made_up = "; its checksum is wrong, so it may be made up"

local function begin(kind) return join("-----", "BEGIN ", kind, "PRIVATE KEY-----") end
local function finish(kind) return join("-----", "END ", kind, "PRIVATE KEY-----") end
local function key(kind, head) return join(begin(kind), "\n", head or "", key_line, "\n", key_line, "\n", finish(kind), "\n") end

-- Tokens ---------------------------------------------------------------------------------------------

check:case "a vendor's token is found wherever it stands" {
  after = { ["a.txt"] = "see\n  token=" .. github .. " there\n" },
  expect = { "a.txt:2:9: GitHub token" .. made_up },
}

check:case "a token whose checksum is right" {
  after = { ["a.txt"] = join("gh", "p_", "zQWBuTSOoRi4A9spHc", "VY5ncnsDkxkJ0mLq17\n") },
  expect = { "a.txt:1:1: GitHub token" },
}

check:case "a token behind an escape, a percent sign's code or the underscore of a name" {
  after = {
    ["a.c"] = 's = "a\\n' .. github .. '";\nt = "x\\t' .. github .. '";\nu = "t%3D' .. github .. '";\n',
    ["b.sh"] = "GH_" .. github .. "\n" .. join("x\\r", "xo", "xb-", "301928374650-", "q8Wz3LkP0vTn") .. "\n",
    ["c.txt"] = "agh" .. github .. "\n%" .. github .. "\n",
  },
  expect = {
    "a.c:1:9: GitHub token" .. made_up,
    "a.c:2:9: GitHub token" .. made_up,
    "a.c:3:10: GitHub token" .. made_up,
    { finding = "b.sh:1:4: GitHub token" .. made_up, length = 40 },
    "b.sh:2:4: Slack token",
    "c.txt:2:2: GitHub token" .. made_up,
  },
}

check:case "forms that many have are a vendor's where the vendor is named" {
  after = {
    ["a.yml"] = join("restore: npm-cache-", "key-", "0cc175b9c0f1b6a8", "31c399e269772661\nkey-", "0cc175b9c0f1b6a8", "31c399e269772661\n"),
    ["b.yml"] = join("mail: MailGun\nwith: ", "key-", "0cc175b9c0f1b6a8", "31c399e269772661\n", "npm-", "key-", "0cc175b9c0f1b6a8", "31c399e269772661\n"),
    ["c.yml"] = join("route: web-", "api-", "123e4567-e89b-12d3-", "a456-426614174000\nit: ", "api-", "123e4567-e89b-12d3-", "a456-426614174000\n"),
    ["launchdarkly.yml"] = join("web: web-", "api-", "123e4567-e89b-12d3-", "a456-426614174000\nkey: ", "api-", "123e4567-e89b-12d3-", "a456-426614174000\n"),
  },
  expect = {
    "b.yml:2:7: Mailgun API key",
    "launchdarkly.yml:2:6: LaunchDarkly key",
  },
}

check:case "what no vendor is named for is still a secret where it is assigned to one" {
  after = { ["a.py"] = join("api_key = '", "key-", "0cc175b9c0f1b6a8", "31c399e269772661'\n") },
  expect = { "a.py:1:12: secret" },
}

check:case "in a message the vendor is named by the message" {
  commits = {
    join("feat: x\n\nsee ", "key-", "0cc175b9c0f1b6a8", "31c399e269772661"),
    join("feat: x\n\nMailgun: ", "key-", "0cc175b9c0f1b6a8", "31c399e269772661"),
  },
  expect = { "commit #2 3:10: Mailgun API key" },
}

check:case "the code of an error is no password" {
  after = { ["a.js"] = 'const passwordErrorCode = "ERR_PASS_1001"\n' },
  expect = {},
}

check:case "tokens with a wrong checksum can be left out" {
  options = { bad_checksums = false },
  after = { ["a.txt"] = github .. "\n" },
  expect = {},
}

check:case "several vendors in one file" {
  after = {
    ["keys.txt"] = table.concat({
      join("glp", "at-", "x7Kd02LqPz71VbXcR4sT"),
      join("xo", "xb-", "301928374650-", "q8Wz3LkP0vTn"),
      join("sk_", "live_", "51Hq8Zt3LmXw0VbNc7RyKpDa"),
      join("SG", ".", "n8Kd02LqPz71VbXcR4sTyU", ".", "wEaGh3JmF9iOoPq5Zx81kLmVtYw0aQ9dErTgHyUj2Ik"),
      join("AI", "za", "Sy0n8Kd02LqPz71VbXcR4sTyU6wEaGh3JmF"),
      join("hvs", ".", "n8Kd02LqPz71VbXcR4sTyU6w"),
      join("sk-", "ant-", "api03-", "n8Kd02LqPz71VbXcR4sTyU6wEaGh3JmF9iOo"),
      join("npm", "_", "n8Kd02LqPz71VbXcR4sTyU6wEaGh3JmF9iOo"),
      join("do", "p_v1_", ("0a1b2c3d4e5f6789"):rep(4)),
      join("https://hooks.", "slack.com/services/", "T0Q8WZ3LK/B7RYKPDA2/n8Kd02LqPz71VbXcR4sTyU6w"),
    }, "\n") .. "\n",
  },
  expect = {
    "keys.txt:1:1: GitLab token",
    "keys.txt:2:1: Slack token",
    "keys.txt:3:1: Stripe live key",
    "keys.txt:4:1: SendGrid API key",
    "keys.txt:5:1: Google API key",
    "keys.txt:6:1: HashiCorp Vault token",
    "keys.txt:7:1: Anthropic API key",
    "keys.txt:8:1: npm access token" .. made_up,
    "keys.txt:9:1: DigitalOcean token",
    "keys.txt:10:1: Slack webhook",
  },
}

check:case "an AWS key and its secret, told once each" {
  after = {
    ["credentials"] = join("[default]\naws_access_key_id = ", aws_id, "\naws_secret_access_key = ", aws_secret, "\n"),
  },
  expect = {
    "credentials:2:21: AWS access key ID",
    "credentials:3:25: AWS secret access key",
  },
}

check:case "an AWS secret is known by the identifier next to it, whatever it is called" {
  after = { ["a.py"] = join("connect('", aws_id, "', '", aws_secret, "')\n") },
  expect = {
    "a.py:1:10: AWS access key ID",
    "a.py:1:34: AWS secret access key",
  },
}

check:case "forty hexadecimal digits are a commit and not a secret" {
  after = { ["a.py"] = "aws_key = '" .. ("0a1b2c3d4e"):rep(4) .. "'\n" },
  expect = {},
}

check:case "what vendors print in their documentation is no secret" {
  after = { ["a.md"] = join("AK", "IA", "IOSFODNN7EXAMPLE\n") },
  expect = {},
}

check:case "documented values can be asked for" {
  options = { examples = true },
  after = { ["a.md"] = join("AK", "IA", "IOSFODNN7EXAMPLE\n") },
  expect = { "a.md:1:1: AWS access key ID" },
}

check:case "tokens filled up with one letter are no secrets" {
  after = { ["a.md"] = join("gh", "p_", ("x"):rep(36), "\n", "glp", "at-", ("A"):rep(20), "\n") },
  expect = {},
}

-- Keys -----------------------------------------------------------------------------------------------

check:case "private keys of all kinds" {
  after = {
    ["1.pem"] = key(""),
    ["2.pem"] = key("RSA "),
    ["3.pem"] = key("EC "),
    ["4.pem"] = key("OPENSSH "),
    ["5.json"] = '{"private_key": "' .. key(""):gsub("\n", "\\n") .. '"}\n',
  },
  expect = {
    "1.pem:1:1: private key",
    "2.pem:1:1: private key",
    "3.pem:1:1: private key",
    "4.pem:1:1: private key",
    "5.json:1:18: private key",
  },
}

check:case "a key with a passphrase is a warning of its own" {
  options = {},
  after = {
    ["1.pem"] = key("ENCRYPTED "),
    ["2.pem"] = key("RSA ", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0A1B\n\n"),
  },
  expect = {
    "1.pem:1:1: private key, protected by a passphrase",
    "2.pem:1:1: private key, protected by a passphrase",
  },
}

check:case "a key's marker in a program or an elided key is no key" {
  after = {
    ["a.c"] = 'if (!strcmp(line, "' .. begin("RSA ") .. '")) read_key();\n',
    ["b.md"] = begin("") .. "\n...\n" .. finish("") .. "\n",
    ["c.c"] = 'x("' .. begin("") .. '", "' .. finish("") .. '");\n',
  },
  expect = {},
}

-- Guesses --------------------------------------------------------------------------------------------

check:case "passwords in code and settings" {
  after = {
    ["a.py"] = "db_password = \"" .. join("Tr0ub4dor", "&3") .. "\"\n",
    ["b.json"] = '{ "password": "' .. join("k9#mQ2", "vL!x") .. '" }\n',
    ["c.env"] = "DB_PASSWORD=" .. join("k9mQ2", "vLx8T") .. "\n",
    ["d.yaml"] = "  password: " .. join("k9mQ2", "vLx8T") .. "\n",
    ["e.js"] = "const apiKey = '" .. join("n8Kd02LqPz71", "VbXcR4sTyU6w") .. "'\n",
  },
  expect = {
    "a.py:1:16: password",
    "b.json:1:16: password",
    "c.env:1:13: secret of a settings file",
    "d.yaml:1:13: secret of a settings file",
    "e.js:1:17: secret",
  },
}

check:case "passwords that have a fixed place" {
  after = {
    ["a.cs"] = 'var c = "Server=db;User Id=sa;Password=' .. join("k9mQ2", "vLx8T") .. ';Timeout=3";\n',
    ["b.java"] = 'String u = "jdbc:mysql://db/app?user=joe&password=' .. join("k9mQ2", "vLx8T") .. '";\n',
    ["c.netrc"] = "machine db.internal login joe password " .. join("k9mQ2", "vLx8T") .. "\n",
    ["d.sql"] = "CREATE USER joe IDENTIFIED BY '" .. join("k9mQ2", "vLx8T") .. "';\n"
      .. "ALTER ROLE joe WITH PASSWORD '" .. join("k9mQ2", "vLx8T") .. "';\n",
    ["e.xml"] = "<server><ftp.password>" .. join("k9mQ2", "vLx8T") .. "</ftp.password></server>\n",
    ["f.php"] = '$db_pass = "' .. join("k9mQ2", "vLx8T") .. '";\n',
    ["g.yml"] = "environment:\n  - POSTGRES_PASSWORD=" .. join("k9mQ2", "vLx8T") .. "\n",
  },
  expect = {
    "a.cs:1:40: password of a connection",
    "b.java:1:51: password of a connection",
    "c.netrc:1:40: password of a connection",
    "d.sql:1:32: password of a connection",
    "d.sql:2:31: password of a connection",
    "e.xml:1:23: password of a connection",
    "f.php:1:13: password",
    "g.yml:2:23: secret of a settings file",
  },
}

check:case "what stands in a password's place without being one" {
  after = {
    ["a.cs"] = 'var c = "Server=db;Password=${DB_PASSWORD};" + ";Password=" + password + ";Pwd=changeme;";\n',
    ["b.xml"] = "<password>${env.DB_PASSWORD}</password><password>{0}</password><password/>\n",
    ["c.sql"] = "ALTER ROLE joe WITH PASSWORD 'password'; -- IDENTIFIED BY 'your-password'\n",
    ["d.go"] = 'bypass = "s3rv1ce-x1"\npassenger = "A1b2C3d4"\ncompass := "n0rth-ea5t"\n',
  },
  expect = {},
}

check:case "a password in a URL" {
  after = { ["a.py"] = "url = 'postgres://app:" .. join("s3cr3t", "W0rd") .. "@db.internal/app'\n" },
  expect = { "a.py:1:23: password in a URL" },
}

check:case "a password for curl" {
  after = {
    ["a.sh"] = "curl -u joe:" .. join("k9mQ2", "vLx8T") .. " https://db.internal/\n"
      .. "curl -sSfu 'joe:" .. join("k9mQ2", "vLx8T") .. "' https://db.internal/\n"
      .. "curl https://db.internal/ \\\n  --user \"joe@corp/token:" .. join("letm", "ein!") .. "\"\n",
    ["b.py"] = 'run(["curl", "-x", "proxy:80", "--proxy-user", "joe:' .. join("k9mQ2", "vLx8T") .. '"])\n',
    ["README.md"] = "`curl -ujoe:" .. join("k9mQ2", "vLx8T") .. " https://db.internal`\n",
  },
  expect = {
    "README.md:1:13: password on a command line",
    "a.sh:1:13: password on a command line",
    "a.sh:2:17: password on a command line",
    "a.sh:4:26: password on a command line",
    "b.py:1:53: password on a command line",
  },
}

check:case "what curl is given without a password" {
  after = {
    ["a.sh"] = table.concat({
      "curl -u \"$USER:$PASSWORD\" https://a.example",
      "curl -u joe:$PASSWORD https://a.example",
      "curl -u 'user:password' https://a.example && curl -u admin:changeme https://a.example",
      "curl -u joe https://a.example:8080/x",
      "curl -u \"${TOKEN}:\" https://a.example",
      "curl -sSL https://a.example | docker run -u 1000:1000 image",
      "curl --user-agent tool:4.2.1 -o out https://a.example",
      "curl https://a.example # see",
      "docker run -u builder:s3rv1ce image",
      "curl -u \"{user}:{password}\" -u <user>:<password>",
    }, "\n") .. "\n",
  },
  expect = {},
}

local apr1 = join("$ap", "r1$", "q7Lw2vTx$", "n8Kd02LqPz71VbXcR4sTyU")
local bcrypt = join("$2", "y$05$", "n8Kd02LqPz71VbXcR4sTyU6wEaGh3JmF9iOoPq5Zx81kLmVtYw0aQ")

check:case "hashes of passwords, as htpasswd writes them" {
  after = {
    [".htpasswd"] = "joe:" .. apr1 .. "\nann:" .. bcrypt .. "\nbob:{SH" .. join("A}", "q7LwT2vX9pRk3sNc8ZbYd1Hf6Gj=\n"),
    ["compose.yml"] = '  - "auth.users=joe:' .. apr1:gsub("%$", "$$") .. '"\n',
    ["docs/a.md"] = "    joe:" .. apr1 .. "\n",
    ["shadow"] = "root:" .. join("$6", "$", "q7Lw2vTx$", ("n8Kd02LqPz71VbXcR4sTyU6wEaGh3JmF9iOoPq5Zx81"):rep(2)) .. ":19000:0:99999:7:::\n",
  },
  expect = {
    ".htpasswd:1:5: hash of a password",
    ".htpasswd:2:5: hash of a password",
    ".htpasswd:3:5: hash of a password",
    "compose.yml:1:21: hash of a password",
    "docs/a.md:1:9: hash of a password",
    "shadow:1:6: hash of a password",
  },
}

check:case "no hashes of passwords" {
  after = {
    ["a.txt"] = "joe:$apr1$salt$short\nprice:$6$x\njoe:{SHA}no\njoe:" .. join("$2", "y$05$", ("."):rep(53)) .. "\n",
  },
  expect = {},
}

check:case "a Twilio API key, told once" {
  after = {
    ["a.js"] = "client('" .. join("S", "K", "0a1b2c3d4e5f60718293a4b5c6d7e8f9") .. "', secret);\n",
    ["b.env"] = "TWILIO_API_KEY=" .. join("S", "K", "0a1b2c3d4e5f60718293a4b5c6d7e8f9") .. "\n",
    ["c.txt"] = "TASK0a1b2c3d4e5f60718293a4b5c6d7e8f9\nSK0a1b2c\nsk0a1b2c3d4e5f60718293a4b5c6d7e8f9\n",
  },
  expect = { "a.js:1:9: Twilio API key", "b.env:1:16: Twilio API key" },
}

check:case "references, names and fillers are no passwords" {
  after = {
    ["a.py"] = table.concat({
      "password = os.environ['PASSWORD']",
      "password = \"${DB_PASSWORD}\"",
      "password = \"{{ vault.password }}\"",
      "password = \"changeme\"",
      "password = \"your-password-here\"",
      "password_label = \"user.password.label\"",
      "password_field = \"h3llo-w0rld-f1eld\"",
      "token_url = \"https://example.org/oauth2/t0ken\"",
      "url = 'https://user:password@example.org'",
      "url = 'https://user:${TOKEN}@example.org'",
      "secret_name = \"projects/12/secrets/db-3/v1\"",
      "password = \"\"",
    }, "\n") .. "\n",
    ["b.env"] = "PASSWORD=$(pass show db)\nTOKEN=\nPASSWORD=changeme\n",
    ["c.c"] = "token = next_token2;\n",
  },
  expect = {},
}

check:case "a guess in a test is a warning, in a lock file nothing" {
  after = {
    ["tests/a.py"] = "password = \"" .. join("Tr0ub4dor", "&3") .. "\"\n",
    ["yarn.lock"] = "token = \"" .. join("n8Kd02LqPz71", "VbXcR4sTyU6w") .. "\"\n",
  },
  expect = { "tests/a.py:1:13: password" },
}

check:case "guesses can be switched off, known formats stay" {
  options = { guesses = false },
  after = { ["a.py"] = "password = \"" .. join("Tr0ub4dor", "&3") .. "\"\n" .. github .. "\n" },
  expect = { "a.py:2:1: GitHub token" .. made_up },
}

check:case "a token that a guess and a vendor's rule both see is told once" {
  after = { ["a.py"] = "api_token = '" .. github .. "'\n" },
  expect = { "a.py:1:14: GitHub token" .. made_up },
}

check:case "what is allowed is not reported" {
  options = { allow = { "^n8Kd02", "Tr0ub4dor" } },
  after = {
    ["a.py"] = "password = \"" .. join("Tr0ub4dor", "&3") .. "\"\n",
    ["b.py"] = github .. "\n",
  },
  expect = { "b.py:1:1: GitHub token" .. made_up },
}

-- Where it looks -----------------------------------------------------------------------------------------

check:case "only what the change added" {
  before = { ["a.txt"] = github .. "\n" },
  after = { ["a.txt"] = github .. "\nmore\n" },
  expect = {},
}

check:case "a secret that the next commit removes is still in what is pushed" {
  commits = {
    { message = "add", files = { ["a.txt"] = "x\n" .. github .. "\n" } },
    { message = "remove", files = { ["a.txt"] = "x\n" } },
  },
  expect = { "a.txt:2:1: GitHub token" .. made_up },
}

check:case "files in UTF-16 and files with zero bytes" {
  after = {
    ["wide.txt"] = "\xFF\xFE" .. ("x = " .. github .. "\n"):gsub(".", "%0\0"),
    ["data.bin"] = "\0\1\2" .. github .. "\0\0",
  },
  expect = {
    "data.bin:1:4: GitHub token" .. made_up,
    "wide.txt:1:11: GitHub token" .. made_up,
  },
}

check:case "a token in a commit's message" {
  commits = {
    "fix: it works with " .. github,
    "fix: it works\n\nWith postgres://app:" .. join("s3cr3t", "W0rd") .. "@db.internal/app\n",
    "docs: how to set a password: \"Tr0ub4dor&3\"",
    key(""),
  },
  expect = {
    "commit #1 1:20: GitHub token" .. made_up,
    "commit #2 3:21: password in a URL",
    "commit #4 1:1: private key",
  },
}

check:case "a token in the message being written" {
  message = "fix: it works with " .. github .. "\n",
  expect = { "commit 1:20: GitHub token" .. made_up },
}

check:case "a token in the message of an annotated tag that is pushed" {
  kind = "push",
  tags = { { name = "v1", message = "release\n\nwith " .. github .. "\n" }, { name = "light" } },
  expect = { "tag v1 3:6: GitHub token" .. made_up },
}

check:case "a Twilio API key and a password for curl in a message" {
  commits = {
    "fix: the sketch works with " .. join("S", "K", "0a1b2c3d4e5f60718293a4b5c6d7e8f9"),
    "fix: it works\n\n    curl -u joe:" .. join("k9mQ2", "vLx8T") .. " https://db.internal/",
  },
  expect = {
    "commit #1 1:28: Twilio API key",
    "commit #2 3:17: password on a command line",
  },
}

check:case "settings are read in every language of settings, and where there is none" {
  after = {
    ["Dockerfile"] = "ENV DB_PASSWORD=" .. join("k9mQ2", "vLx8T") .. "\n",
    ["a.env"] = "DB_PASSWORD=" .. join("k9mQ2", "vLx8T") .. "\n",
    ["a.ini"] = "password = " .. join("k9mQ2", "vLx8T") .. "\n",
    ["a.properties"] = "db.password=" .. join("k9mQ2", "vLx8T") .. "\n",
    ["a.py"] = "password = " .. join("k9mQ2", "vLx8T") .. "\n",
    ["a.sh"] = "export DB_PASSWORD=" .. join("k9mQ2", "vLx8T") .. "\n",
    ["a.txt"] = "password: " .. join("k9mQ2", "vLx8T") .. "\n",
    ["a.unknown"] = "password: " .. join("k9mQ2", "vLx8T") .. "\n",
  },
  expect = {
    { finding = "Dockerfile:1:17: secret of a settings file", rule = "generic-setting" },
    "a.env:1:13: secret of a settings file",
    "a.ini:1:12: secret of a settings file",
    "a.properties:1:13: secret of a settings file",
    "a.sh:1:20: secret of a settings file",
    "a.txt:1:11: secret of a settings file",
    "a.unknown:1:11: secret of a settings file",
  },
}

check:case "rules, levels and advice" {
  after = {
    ["a.pem"] = key("ENCRYPTED "),
    ["a.py"] = "password = \"" .. join("Tr0ub4dor", "&3") .. "\"\n" .. github .. "\n",
    ["b.pem"] = key(""),
    ["tests/a.py"] = "password = \"" .. join("Tr0ub4dor", "&3") .. "\"\n",
  },
  expect = {
    {
      finding = "a.pem:1:1: private key, protected by a passphrase", rule = "encrypted-private-key",
      level = "warning",
    },
    {
      finding = "a.py:1:13: password", rule = "generic-password", level = "error",
      help = "read it from the environment or a secret store; if it is no secret, add the comment `moongate:"
        .. "ignore secrets/generic-password reason` or a pattern to `allow` of secrets in moongate.toml",
    },
    {
      finding = "a.py:2:1: GitHub token" .. made_up, rule = "github-token", level = "error",
      help = "take it out of the commit (git commit --amend; once it was pushed, revoke it: everybody may have "
        .. "read it) and read it from the environment or a secret store",
    },
    { finding = "b.pem:1:1: private key", rule = "private-key", level = "error" },
    { finding = "tests/a.py:1:13: password", level = "warning" },
  },
}

check:case "guesses need as many bits a character as is said" {
  options = { min_entropy = 3 },
  after = {
    ["a.py"] = "password = \"" .. join("kq7m", "zw4t") .. "\"\n",  -- eight different ones: 3 bits
    ["b.py"] = "password = \"" .. join("kq7m", "zw4k") .. "\"\n",
  },
  expect = { "a.py:1:13: password" },
}

check:case "a token without a checksum is not told to have a wrong one" {
  after = { ["a.txt"] = join("github", "_pat_", "11ABCDEFG0n8Kd02LqPz71VbXcR4sTyU6wEaGh3JmF9iOo") .. "\n" },
  expect = { "a.txt:1:1: GitHub token" },
}

check:case "a place in a message: the first group that took part, on its own line" {
  commits = {
    "fix: heroku_api_key = '" .. join("0a1b2c3d-4e5f-4a6b-8c7d", "-9e8f7a6b5c4d") .. "'",
    "fix: it\n\npostgres://app:" .. join("s3cr3t", "+W0rd1x") .. "@db.internal/app",
    "fix: " .. github,
    key(""),
    "fix: " .. github .. " " .. join("gh", "p_", "Zq8Kd02LqPz71VbXcR4sTyU6wEaGh3JmF9iOo"),
  },
  expect = {
    { finding = "commit #1 1:24: Heroku API key", length = 36 },
    { finding = "commit #2 3:16: password in a URL", length = 13 },
    { finding = "commit #3 1:6: GitHub token" .. made_up, length = 40 },
    { finding = "commit #4 1:1: private key", length = 27 },
    "commit #5 1:6: GitHub token" .. made_up,
    "commit #5 1:47: GitHub token" .. made_up,
  },
}

-- Eight different characters, each five times: 3 bits, as many as the rule asks for.
local three_bits = join("glp", "at-") .. ("glpat-Zq"):rep(4) .. "Zq"

check:case "as many bits as the rule asks for are enough in a message" {
  commits = { "fix: " .. three_bits },
  expect = { "commit 1:6: GitLab token" },
}

check:case "a message's words of too few bits are no tokens" {
  commits = { "fix: " .. join("gh", "p_") .. ("abAB"):rep(9) },
  expect = {},
}
