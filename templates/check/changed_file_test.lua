local check = require("moongate.test").check("CHECK_NAME")

check:case "a script that loses its mode is reported" {
  before = {
    ["bin/run"] = { text = "#!/bin/sh\n", executable = true },
    ["bin/tool"] = { text = "\127ELF\0", executable = true },
  },
  after = { ["bin/run"] = "#!/bin/sh\n", ["bin/tool"] = "\127ELF\0" },
  expect = { "bin/run: it is no longer executable", "bin/tool: it is no longer executable" },
}

check:case "one that keeps it is not, nor one that gets it" {
  before = { ["a.sh"] = { text = "one\n", executable = true }, ["b.sh"] = "two\n" },
  after = { ["a.sh"] = { text = "new\n", executable = true }, ["b.sh"] = { text = "two\n", executable = true } },
  expect = {},
}

check:case "other files may change as they like, and a script may go" {
  before = {
    ["notes.txt"] = { text = "text\n", executable = true },
    ["old.sh"] = { text = "old\n", executable = true },
  },
  after = { ["notes.txt"] = "text\n" },
  expect = {},
}
