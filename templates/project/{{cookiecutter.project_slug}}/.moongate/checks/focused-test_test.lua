local check = require("moongate.test").check("focused-test")

check:case "a call that the change adds is reported" {
  before = { ["a.js"] = "it.only('old', old);\n" },
  after = { ["a.js"] = "it.only('old', old);\n  it.only('new', new);\n" },
  expect = { { finding = "a.js:2:3: `it.only(` skips every other test", length = 8 } },
}

check:case "other tests are fine" {
  after = { ["a.js"] = "it('works', works);\n" },
  expect = {},
}

check:case "other runners have other calls" {
  options = { calls = { "fit(" } },
  after = { ["a.js"] = "fit('works', works);\nit.only('more', more);\n" },
  expect = { "a.js:1:1: `fit(` skips every other test" },
}
