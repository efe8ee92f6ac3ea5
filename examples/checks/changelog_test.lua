local check = require("moongate.test").check("changelog")

check:case "code without a line in the changelog" {
  before = { ["CHANGELOG.md"] = "# Changes\n" },
  after = { ["CHANGELOG.md"] = "# Changes\n", ["src/a.c"] = "int a;\n", ["src/b.c"] = "int b;\n" },
  expect = { "change: src/a.c changed, and CHANGELOG.md did not" },
}

check:case "code with one" {
  before = { ["CHANGELOG.md"] = "# Changes\n" },
  after = { ["CHANGELOG.md"] = "# Changes\n- a\n", ["src/a.c"] = "int a;\n" },
  expect = {},
}

check:case "other files need none" {
  after = { ["docs/a.md"] = "a\n" },
  expect = {},
}

check:case "both can be set" {
  options = { code = { "app/**" }, file = "NEWS" },
  after = { ["src/a.c"] = "int a;\n", ["app/b.c"] = "int b;\n" },
  expect = { "change: app/b.c changed, and NEWS did not" },
}
