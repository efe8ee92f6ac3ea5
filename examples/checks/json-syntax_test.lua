local check = require("moongate.test").check("json-syntax")

check:case "a mistake is reported where it is" {
  after = { ["a.json"] = '{\n  "a": 1,\n}\n', ["b.json"] = '{ "a": [1, 2] }\n' },
  expect = { "a.json:3:1: not JSON: expected a key in double quotes" },
}

check:case "a mistake that was there is not new" {
  before = { ["a.json"] = '{ "a": 1,\n}\n' },
  after = { ["a.json"] = '{ "b": 2, "a": 1,\n}\n' },
  expect = {},
}

check:case "files that allow comments are left alone" {
  after = { ["tsconfig.json"] = "// x\n{}\n" },
  expect = {},
}
