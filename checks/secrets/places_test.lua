-- Where secrets without a form of their own stand. Values are made up and joined.
local check = require("moongate.test").check("secrets")

local function join(...) return table.concat({ ... }) end
local pw = join("k9mQ2", "vLx8T")
local key = join("n8Kd02LqPz71", "VbXcR4sTyU6wQ")

check:case "declarations, prefixes, defaults and calls" {
  after = {
    ["a.ts"] = "const password: string = \"" .. pw .. "\";\nprivate apiKey: string = '" .. key .. "';\n",
    ["b.go"] = "var password string = \"" .. pw .. "\"\n",
    ["c.c"] = "static char password[] = \"" .. pw .. "\";\n#define API_KEY \"" .. key .. "\"\n",
    ["d.py"] = "password = r\"" .. pw .. "\"\nkey = os.getenv(\"API_KEY\") or \"" .. key .. "\"\nx.setPassword(\"" .. pw .. "\")\n",
    ["e.js"] = "const apiKey = process.env.API_KEY || \"" .. key .. "\";\n",
    ["f.php"] = "define('DB_PASSWORD', '" .. pw .. "');\n",
  },
  expect = {
    "a.ts:1:27: password", "a.ts:2:27: secret", "b.go:1:24: password", "c.c:1:27: password", "c.c:2:18: secret",
    "d.py:1:14: password", "d.py:2:32: secret", "d.py:3:16: password", "e.js:1:40: secret", "f.php:1:24: password",
  },
}

check:case "settings of every shape" {
  after = {
    ["a.yaml"] = "password: " .. pw .. "  # why\n---\npassword: |\n  " .. pw .. "\n---\nx: {user: a, password: " .. pw .. ", port: 1}\n",
    ["b.env"] = "SMTP_PASS=" .. pw .. "\nENCRYPTION_KEY=" .. key .. "\nPW_PASSWORD=k9m(Q2vLx8T\n",
    ["Dockerfile"] = "ENV DB_PASSWORD " .. pw .. "\nENV A=1 DB_PASSWORD=" .. pw .. " B=2\n",
    ["d.properties"] = "jwt.secret=${JWT_SECRET:" .. key .. "}\n",
    ["e.json"] = '{"name": "DB_PASSWORD", "value": "' .. pw .. '"}\n',
  },
  expect = {
    "Dockerfile:1:17: secret of a settings file", "Dockerfile:2:21: secret of a settings file",
    "a.yaml:1:11: secret of a settings file", "a.yaml:4:3: secret of a settings file", "a.yaml:6:24: secret of a settings file",
    "b.env:1:11: secret of a settings file", "b.env:2:16: secret of a settings file", "b.env:3:13: secret of a settings file",
    "d.properties:1:25: secret of a settings file", "e.json:1:35: secret",
  },
}

check:case "commands, headers, URLs, SQL and PowerShell" {
  after = {
    ["a.sh"] = "tool --password=" .. pw .. " x\nmysql -u joe -p" .. pw .. " db\ncurl -H \"X-API-Key: " .. key .. "\" https://h\n"
      .. "curl https://h/?api_key=" .. key .. "\ngit clone https://" .. key .. "@h.internal/x\n",
    ["b.sql"] = "ALTER USER app PASSWORD '" .. pw .. "';\n",
    ["c.ps1"] = "$x = ConvertTo-SecureString \"" .. pw .. "\" -AsPlainText -Force\n",
  },
  expect = {
    "a.sh:1:17: password on a command line", "a.sh:2:16: password on a command line",
    "a.sh:3:21: credential of an HTTP header", "a.sh:4:25: secret in a URL", "a.sh:5:19: token in a URL",
    "b.sql:1:26: password of a connection", "c.ps1:1:30: password",
  },
}

check:case "labels, rules, names, references and hashes are none" {
  after = {
    ["a.json"] = '{"password": "\u{41F}\u{430}\u{440}\u{43E}\u{43B}\u{44C}", "clientSecret": "Geheimnis"}\n',
    ["b.php"] = "'password' => 'required|string|min:8|confirmed',\n",
    ["c.yaml"] = "existingSecret: pg-credentials-2\ntlsSecret: wildcard-tls-2024\npassword: /prod/db/password1\ntoken: ((registry-1))\n",
    ["d.py"] = "PASSWORD_SHA256 = \"" .. ("7f3a9c1e5b8d2f60"):rep(4) .. "\"\nTOKEN = \"urn:ietf:params:oauth:token-type:saml2\"\n",
    ["e.yaml"] = "url: amqp://rabbit1:rabbit1@mq:5672\nother: mysql://cacheuser:cachepass@localhost/x\n",
  },
  expect = {},
}
