local check = require("moongate.test").check("CHECK_NAME")

check:case "a commit without a ticket is reported" {
  commits = { "fix: empty input\n\nABC-12", "fix: empty output" },
  expect = { "commit #2 1:1: the message names no ticket" },
}

check:case "merges need none" {
  commits = { { message = "Merge branch 'topic'", merge = true } },
  expect = {},
}

check:case "the message that is being written counts too" {
  message = "fix: empty input",
  expect = { "commit 1:1: the message names no ticket" },
}

check:case "tickets can look otherwise" {
  options = { ticket = "#%d+" },
  commits = { "fix: ABC-12", "fix: #12" },
  expect = { "commit #1 1:1: the message names no ticket" },
}
