-- Words against random letters.
local test = require("moongate.test")
local text = require("_text")

test.case "words score high, random letters low" (function()
  for _, word in ipairs { "password", "wachtwoord", "passwort", "contrasena", "motdepasse", "internationalization" } do
    test.equal(text.score(word) >= text.bound, true)
  end
  for _, word in ipairs { "xkqzvbwpfh", "zzqjxvkw", "qwrtzpsdfg" } do test.equal(text.score(word) < text.bound, true) end
end)

test.case "identifiers are words, made-up values are none" (function()
  for _, value in ipairs { "AssumeRoleWithCustomToken", "HTTPServerName", "user_not_found", "searchConfluenceUsingCql" } do
    test.equal(text.is_words(value), true)
  end
  for _, value in ipairs { "xKqZvBwPfHtRjM", "", "1234", "qzxvkjwbpfm" } do test.equal(text.is_words(value), false) end
end)

test.case "only runs of three letters and more count as words" (function()
  local known, all = text.words("is-ok-password-9")
  test.equal(known, 8)
  test.equal(all, 12)
end)
