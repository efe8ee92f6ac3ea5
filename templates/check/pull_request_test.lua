local check = require("moongate.test").check("CHECK_NAME")

check:case "a pull request without a description is reported" {
  pull_request = { title = "feat: more", body = " soon \n" },
  expect = { "change: the description has 4 characters of at least 20" },
}

check:case "one with enough is not" {
  pull_request = { title = "feat: more", body = "It does what was asked for." },
  expect = {},
}

check:case "a draft may stay without" {
  pull_request = { title = "feat: more", draft = true },
  expect = {},
}

check:case "the length can be set" {
  options = { least = 4 },
  pull_request = { title = "feat: more", body = "soon" },
  expect = {},
}
