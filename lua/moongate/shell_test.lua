local test = require("moongate.test")
local shell = require("moongate.shell")

test.case "plain words stay as they are" (function()
  for _, word in ipairs { "main", "feature/x-1", "a.b", "v1.2+3", "user@host:path", "100%", "-d", "a~1" } do
    test.equal(shell.quote(word), word)
  end
end)

test.case "everything else is one quoted word" (function()
  test.equal(shell.quote(""), "''")
  test.equal(shell.quote("a b"), "'a b'")
  test.equal(shell.quote("$(rm -rf /)"), "'$(rm -rf /)'")
  test.equal(shell.quote("a'b"), [['a'\''b']])
  test.equal(shell.quote("`x`"), "'`x`'")
  test.equal(shell.quote("a;b"), "'a;b'")
  test.equal(shell.quote("~root"), "'~root'")
  test.equal(shell.quote("=ls"), "'=ls'")
  test.equal(shell.quote("*.c"), "'*.c'")
  test.equal(shell.quote("a\nb"), "'a\nb'")
  test.equal(shell.quote("\u{e9}"), "'\u{e9}'")
  test.equal(shell.quote("!!"), "'!!'")
end)

test.case "a zero byte cannot be a word" (function()
  test.fails(function() shell.quote("a\0b") end, "zero byte")
end)

test.case "join quotes each word" (function()
  test.equal(shell.join { "git", "branch", "-d", "a b" }, "git branch -d 'a b'")
  test.equal(shell.join {}, "")
end)

test.case "join wants a list" (function()
  test.fails(function() shell.join("ls") end, "shell.join: it wants a list of words, not a string")
end)
