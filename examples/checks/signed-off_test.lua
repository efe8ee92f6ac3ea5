local check = require("moongate.test").check("signed-off")

check:case "the author's own line is needed" {
  commits = {
    { author = "Ann <ann@example.org>", message = "one\n\nSigned-off-by: Ann <ann@example.org>" },
    { author = "Ann <ann@example.org>", message = "two\n\nSigned-off-by: Bob <bob@example.org>" },
    { author = "Bob <bob@example.org>", message = "three" },
  },
  expect = { "commit #2: not signed off by Ann", "commit #3: not signed off by Bob" },
}

check:case "merges need none" {
  commits = { { author = "Ann <ann@example.org>", message = "Merge", merge = true } },
  expect = {},
}
