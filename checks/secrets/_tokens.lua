-- The expressions of tokens that have a form of their own. A row of the tables has `form`: RE2 with `<uuid>` for a
-- UUID. It matches a whole token and nothing that goes on behind it. Other fields:
--   `no_prefix`: the token has its mark in the middle.
--   `vendor`: the form is not the provider's alone, so the file or its path must name it.
--   `checksum`: GitHub's and npm's way, CRC-32 in base 62 at the end.
local uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

local tokens = {}
for _, list in ipairs { require("_models"), require("_operations"), require("_services") } do
  for _, format in ipairs(list) do
    format.regex = "\\b(" .. format.form:gsub("<uuid>", uuid) .. ")(?:[^A-Za-z0-9_-]|$)"
    format.entropy = format.entropy or 2.8
    tokens[#tokens + 1] = format
  end
end

return tokens
