local check = require("moongate.test").check("CHECK_NAME")

check:case "only the line that the change added is reported" {
  before = { ["a.c"] = "// TODO: old\n" },
  after = { ["a.c"] = "// TODO: old\n// TODO: new\n" },
  expect = { { finding = "a.c:2:4: TODO without an issue number", length = 4 } },
}

check:case "a reference behind the word is enough" {
  after = { ["a.c"] = "// TODO(#12): later\n" },
  expect = {},
}

check:case "references can look otherwise" {
  options = { reference = "ABC%-%d+" },
  after = { ["a.c"] = "// TODO ABC-7: later\n// TODO #12: later\n" },
  expect = { "a.c:2:4: TODO without an issue number" },
}
