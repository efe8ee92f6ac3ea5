-- Where a secret stands that has no form of its own: what it is given to, and how programs, settings and commands
-- write that. The expressions are wide on purpose; `_judge.lua` decides about the value and its name.
--
-- Their ids begin with `generic-`: what they match is no secret before it is examined, so the masks of a run do not
-- use them. In the order of precedence: of two that match one value the first reports it.
local url = "https://cwe.mitre.org/data/definitions/798.html"

local function fill(expression, names)
  return (expression:gsub("<(%u+)>", names))
end

local password = [=[(?:pass(?:word|wd|phrase|code|wort)[a-z0-9_-]*|kennwort|(?:pwd|pswd)[a-z0-9_]*|(?:_|\b)pass(?:[0-9_][a-z0-9_]*)?|(?-i:[a-z]Pass))]=]
local secret = [=[(?:(?:secret|token|credential|api_?key)[a-z0-9_-]*|[a-z0-9][_.-]?key[a-z0-9_]*|(?:_|\b)(?:auth|salt))]=]
local any = "(?:" .. password .. "|" .. secret .. ")"

-- From a name to its value. `"name": `, `name: Type = `, `name Type = `, `name[] = `, `("name", `, `name(`.
local to = [=[(?:[\\"'`\])]*(?:\s*:\s*[&*'\[\]\w<>?|. ]+|[ \t]+[a-z*]+|\s*\[\w*\])?\s*(?:[!=]?==?|:=|=>|[|?]{2}=?|:|or\b)|\\?["'`]\s*,|\()\s*]=]
-- What may stand before the value: a lookup whose default it is, or what makes a text of it.
local wrap = [=[(?:[\w.$:>-]+(?:[(\[]\s?["'][\w.-]+["']\s?[)\]]?)?\s*(?:[|?]{2}|\?:|or\b|,)\s*|(?:new\s+[\w.]+|[\w.:]*(?:from|bytes|encode|decode|str|string|password|secret|key|sensitive|of|some))\(\s?)?]=]
local quoted = [=[[bfrul@$]*(?:\\*"+((?:[^\s"\\]|\\[^\s"]){6,})\\*"|\\*'+((?:[^\s'\\]|\\[^\s']){6,})\\*'|`([^\s`]{6,})`)]=]

local names = {
  PASSWORD = password, SECRET = secret, ANY = any, TO = to, WRAP = wrap, QUOTED = quoted,
}

local keywords = { "key", "pass", "token", "secret", "auth", "pwd", "credential", "salt", "pswd", "kennwort" }
local password_keywords = { "pass", "pwd", "pswd", "kennwort" }
local secret_keywords = { "key", "token", "secret", "auth", "credential", "salt" }

local formats = {
  {
    -- Where a password has a fixed place: connection strings of all dialects, .netrc, SQL, XML, PowerShell.
    id = "generic-connection", what = "password of a connection", certain = true,
    regex = fill([=[(?i)[;?&"'`]\s*(?:user |db_?|ssl_?)?(?:password|passwd|pwd)\s*=\s*([^\s;&"'`<>{}]{5,})(?:[;&"'`\s<]|$)|\b(?:host|user|dbname|port|login|uid)\s?=\s?[^\s;"']+[ \t][^\n;"']*?\bpassword\s?=\s?([^\s;&"'`<>{}]{5,})|\bmachine\s+\S+\s+login\s+\S+\s+password\s+"?([^\s"\\]{5,})|\b(?:identified\s+(?:with\s+\S{1,40}\s+)?by(?:\s+password)?|password)\s*\(?\s*'([^'\s]{5,})']=], names),
    keywords = { "password", "passwd", "pwd", "identified" }, entropy = 2,
  },
  {
    id = "generic-powershell", what = "password", rule = "generic-password", certain = true,
    regex = fill([=[(?i)ConvertTo-SecureString\s+(?:-(?:AsPlainText|Force|String)\s+){0,3}(?:"([^"\s]{5,})"|'([^'\s]{5,})'|([^\s"'$(-][^\s"']{4,}))]=], names),
    keywords = { "converttosecurestring", "convertto-securestring" }, entropy = 2,
  },
  {
    id = "generic-password", what = "password",
    regex = fill([=[(?i)\w*?<PASSWORD><TO><WRAP><QUOTED>]=], names),
    keywords = password_keywords, entropy = 2,
  },
  {
    id = "generic-define", what = "secret", rule = "generic-secret",
    regex = fill([=[(?i)#[ \t]*define[ \t]+\w*?<ANY>[ \t]+<QUOTED>]=], names), keywords = { "define" }, entropy = 2,
  },
  {
    id = "generic-secret", what = "secret",
    regex = fill([=[(?i)\w*?<SECRET><TO><WRAP><QUOTED>]=], names),
    keywords = secret_keywords, entropy = 2.5,
  },
  {
    -- A name and a value as two members: `name: X` and `value: …`, `<add key="X" value="…"/>`, `<x name="X">…</x>`,
    -- `variable "X" { default = "…" }`.
    id = "generic-pair", what = "secret", rule = "generic-secret",
    regex = fill([=[(?i)\b(?:name|key|id|field|variable|property|param)["']?\s*[:= ]\s*["']?[\w.:-]*?<ANY>["']?(?:[\s,]{1,60}(?:- )?["']?(?:value|val|content|default|defaultvalue)["']?\s*[:=]\s*["']?|\s*\{[^{}]*?\b(?:default|value)\s*=\s*["']|\s*/?>)([^\s"'<>,]{6,})(?:["'<,}\s]|$)]=], names),
    keywords = keywords, entropy = 2.5,
  },
  {
    id = "generic-element", what = "password of a connection", rule = "generic-connection",
    regex = [=[(?i)<(?:[a-z0-9_.-]{0,30}[:._-])?(?:password|passwd|passphrase|pwd|secret|token|api-?key)>([^<>\s]{6,})</]=],
    keywords = keywords, entropy = 2.5,
  },
  {
    -- `--password=…`, `--token …`, `/p:…`, `-Password …`, `-storepass …`, and `-p…` of the commands that have it.
    id = "generic-command", what = "password on a command line", rule = "command-password",
    regex = fill([=[(?i)[\s"'`(\[](?:--?|/)[a-z0-9-]*?(?:passw(?:or)?d|passwd|passphrase|(?:store|key|user|)pass|pwd|token|secret|api-?key|access-?key|auth-?key|pw)(?:["']?\s*[=:,]\s*["']?|["']?\s{1,2}["']?)(?:pass:)?([^\s"'`<>,;]{5,})|\b(?:mysql\w{0,8}|mariadb\w{0,8}|sshpass|docker\s+login|podman\s+login|helm\s+registry\s+login|oc\s+login|az\s+login|mongo\w{0,8}|7z|unzip|zip|smbclient|ldap\w{1,8}|redis-cli|psexec|sqlcmd|bcp|osql|msdeploy|runas|wget|htpasswd)\b[^\n|;&]*?\s(?:-[pwP]|-a|/p:|/rp:)["']?\s?["']?([^\s"'`$<>-][^\s"'`<>]{4,})]=], names),
    keywords = keywords, entropy = 2.2,
  },
  {
    -- KEY=value and key: value without quotes, where a line, a flow mapping or a command has them; only in settings.
    id = "generic-setting", what = "secret of a settings file",
    regex = fill([=[(?im)^[\t ]*(?:[-#;*/]{1,2} ?)?(?:\$(?:env:)?)?["']?[\w.-]*?<ANY>["']?[\t ]*(?:[:=]|=>)[\t ]*([^\s"'`][^\s"'`]{4,}[^\s"'`;,({\[])(?:[\t ]+(?:[#;\\]|//)[^\n]*)?[\t ]*\r?$|^[\t ]*(?:ENV|ARG|setx?)[\t ]+\w*?<ANY>[\t ]+([^\s"'`]{6,})[\t ]*\r?$]=], names),
    keywords = keywords, entropy = 2,
  },
  {
    id = "generic-inline", what = "secret of a settings file", rule = "generic-setting",
    regex = fill([=[(?im)[\w"')}\\][\t ;&(]\w*?<ANY>=([^\s"'`;&|]{6,})(?:[\s;&"'`)]|$)|[{,]\s*["']?[\w.-]*?<ANY>["']?:\s{1,4}([^\s"'`,{}][^\s"'`,{}]{5,})\s*[,}]]=], names),
    keywords = keywords, entropy = 2,
  },
  {
    -- YAML: a block scalar, or a plain one on the next line.
    id = "generic-block", what = "secret of a settings file", rule = "generic-setting",
    regex = fill([=[(?im)^[\t ]*(?:- )?["']?[\w.-]*?<ANY>["']?:[\t ]*(?:[|>][+-]?\d?[+-]?)?[\t ]*\r?\n[\t ]+["']?([^\s"'`|>-][^\s"'`]{5,})["']?[\t ]*\r?$]=], names),
    keywords = keywords, entropy = 2,
  },
  {
    -- The default of a reference: `${DB_PASSWORD:…}`, `${DB_PASSWORD:-…}`.
    id = "generic-default", what = "secret of a settings file", rule = "generic-setting",
    regex = fill([=[(?i)\$\{[\w.-]*?<ANY>:[-=]?([^\s"'`${}]{6,})\}]=], names),
    keywords = keywords, entropy = 2,
  },
  {
    -- A field of HTTP's headers, as text, as a member or as a pair: `X-Api-Key: …`, `["X-Auth-Token", "…"]`.
    id = "generic-header", what = "credential of an HTTP header", rule = "authorization-header",
    regex = [=[(?i)(?:\b(?:x|api|private|auth|access)-[a-z0-9-]*?(?:key|token|secret|auth|password)|\bapikey)["'`]?\s{0,3}[:=,]\s{0,3}["'`]?(?:bearer\s{1,2}|token\s{1,2}|basic\s{1,2})?([a-z0-9+/._~=-]{12,})(?:["'`\s\\,}\]]|$)|\bbearer\s{1,2}([a-z0-9+/._~=-]{20,})(?:["'`\s\\,}\]<]|$)|\bauthorization["']?\s{0,3}[:=,]\s{0,3}["'`]?(?:apikey|api-key|digest|negotiate|key|hmac|splunk|sso-key|genieKey|pat|discogs token=)?\s*([a-z0-9+/._~=:-]{20,})(?:["'`\s\\,}\]<]|$)|["'](?:authorization|[a-z-]{2,40}-(?:token|key))["']\s*,\s*["']value["']\s*:\s*["'](?:bearer |basic |token )?([a-z0-9+/._~=-]{12,})["']]=],
    keywords = { "key", "token", "secret", "auth", "password", "bearer" }, entropy = 3,
  },
  {
    id = "generic-query", what = "secret in a URL", rule = "url-secret",
    regex = [=[(?i)[?&](?:amp;)?[a-z_.-]*?(?:key|token|secret|passw(?:or)?d|pwd|auth|sig|signature|credential)=([a-z0-9+/._~%=-]{8,})(?:[&"'`\s<>#)\\]|$)]=],
    keywords = { "key=", "token=", "secret=", "passw", "pwd=", "auth=", "sig=", "signature=", "credential=" }, entropy = 2.8,
  },
  {
    -- The token is the user: https://TOKEN@host, https://TOKEN:x-oauth-basic@host.
    id = "generic-url-user", what = "token in a URL", rule = "url-password",
    regex = [=[(?i)\bhttps?://([a-z0-9_.~-]{16,})(?::(?:x-oauth-basic|x|))?@[a-z0-9]]=],
    keywords = { "http" }, entropy = 3,
  },
  {
    -- PKCS#8 and PKCS#1 keys as bare base64 in a string: their first bytes are ASN.1's and fixed.
    id = "generic-der", what = "private key", rule = "private-key", raw = true,
    regex = [=[(?:^|[^A-Za-z0-9+/])(MII[A-Za-z0-9+/]{2}[AQgw]IBA(?:DANBgkqhkiG9w0BAQEFAASC|AKC)[A-Za-z0-9+/]{100,}={0,2}|MI[GH][A-Za-z0-9+/]AgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG[A-Za-z0-9+/]{40,}={0,2}|MC4CAQAwBQYDK2VwBCIEI[A-Za-z0-9+/]{43})]=],
    keywords = { "ibadanbgkqhkig9w0baqefaasc", "ibaakc", "ageambmgbyqgsm49agegccqgsm49awehbg", "mc4caqawbqydk2vwbciei" }, entropy = 3,
  },
  {
    -- The base64 of a PEM file: "-----BEGIN " is always the same there, whatever stands behind it.
    id = "generic-encoded-pem", what = "private key in base64", rule = "private-key", raw = true,
    regex = [=[\b(LS0tLS1CRUdJTi(?:BSU0EgUFJJVkFURSBLRVkt|BQUklWQVRFIEtFWS0t|BFQyBQUklWQVRFIEtFWS0t|BPUEVOU1NIIFBSSVZBVEUgS0VZLS0t|BEU0EgUFJJVkFURSBLRVkt)[A-Za-z0-9+/]{60,}={0,2})]=],
    keywords = { "ls0tls1crudjti" }, entropy = 3,
  },
}
for _, format in ipairs(formats) do
  format.guess, format.url = true, format.url or url
end

return formats
