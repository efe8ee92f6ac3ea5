local check = require("moongate.test").check("CHECK_NAME")

check:case "a new file without a licence is reported" {
  after = { ["a.c"] = "int a;\n", ["notes.txt"] = "text\n" },
  expect = { "a.c: no licence in the first 5 lines" },
}

check:case "a file with one is not" {
  after = { ["a.c"] = "// SPDX-License-Identifier: MIT\nint a;\n" },
  expect = {},
}

check:case "the last of these lines counts" {
  after = { ["a.c"] = "\n\n\n\n// SPDX-License-Identifier: MIT\n" },
  expect = {},
}

check:case "a file that never had one is old" {
  before = { ["a.c"] = "int a;\n" },
  after = { ["a.c"] = "int b;\n" },
  expect = {},
}

check:case "the licence must stand near the top" {
  options = { lines = 1 },
  after = { ["a.c"] = "\n// SPDX-License-Identifier: MIT\n" },
  expect = { "a.c: no licence in the first 1 lines" },
}
