local check = require("moongate.test").check("CHECK_NAME")

check:case "a branch with another name is reported" {
  branches = { { name = "main" }, { name = "feature/parser" }, { name = "stuff" } },
  expect = { "branch stuff: its name is none of main, release/*, feature/*, fix/*" },
}

check:case "names can be set" {
  options = { names = { "stuff" } },
  branches = { { name = "main" }, { name = "stuff", remote = "origin" } },
  expect = { "branch main: its name is none of stuff" },
}
