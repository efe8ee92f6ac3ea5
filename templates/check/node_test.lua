local check = require("moongate.test").check("CHECK_NAME")

check:case "only the comparison that the change added is reported, and fixed" {
  before = { ["a.js"] = "old == 1;\n" },
  after = { ["a.js"] = "old == 1;\nnext != 2;\n" },
  expect = { "a.js:2:6: use !==" },
  fixed = { ["a.js"] = "old == 1;\nnext !== 2;\n" },
}

check:case "strict comparisons are fine" {
  after = { ["a.js"] = "a === 1;\nb !== 2;\n" },
  expect = {},
}

check:case "null may be compared" {
  after = { ["a.js"] = "a == null;\n" },
  expect = {},
}

check:case "unless it may not" {
  options = { allow_null = false },
  after = { ["a.js"] = "a == null;\n" },
  expect = { "a.js:1:3: use ===" },
}
