local check = require("moongate.test").check("todo-budget")

check:case "as many as the budget" {
  after = { ["a.c"] = "// TODO: one\n// TODO: two\n", ["b.c"] = "// TODO: three\n" },
  expect = {},
}

check:case "those beyond it, by path and line" {
  after = {
    ["b.c"] = "int b;\n// TODO: four\n",
    ["a.c"] = "// TODO: one\n// TODO: two\n// TODO: three\n",
  },
  expect = { "b.c:2: TODO number 4: a change may add 3" },
}

check:case "only what the change adds counts" {
  before = { ["a.c"] = "// TODO: 1\n// TODO: 2\n// TODO: 3\n// TODO: 4\n" },
  after = { ["a.c"] = "// TODO: 1\n// TODO: 2\n// TODO: 3\n// TODO: 4\n// TODO: 5\n" },
  expect = {},
}

check:case "another word and another budget" {
  options = { budget = 0, word = "FIXME" },
  after = { ["a.c"] = "// TODO: one\n// FIXME: two\n" },
  expect = { "a.c:2: FIXME number 1: a change may add 0" },
}
