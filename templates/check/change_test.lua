local check = require("moongate.test").check("CHECK_NAME")

check:case "a change of the source alone is reported" {
  after = { ["src/a.c"] = "int a;\n" },
  expect = { "change: the source has changed and CHANGELOG.md has not" },
}

check:case "one that tells the changelog is not" {
  before = { ["CHANGELOG.md"] = "# Changes\n" },
  after = { ["CHANGELOG.md"] = "# Changes\n\n- an a\n", ["src/a.c"] = "int a;\n" },
  expect = {},
}

check:case "other files need no word" {
  after = { ["README.md"] = "text\n" },
  expect = {},
}

check:case "both can lie elsewhere" {
  options = { source = { "lib/**" }, changelog = "NEWS" },
  after = { ["src/a.c"] = "int a;\n", ["lib/a.c"] = "int a;\n" },
  expect = { "change: the source has changed and NEWS has not" },
}
