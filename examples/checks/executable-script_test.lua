local check = require("moongate.test").check("executable-script")

check:case "the two must agree" {
  after = {
    ["a.sh"] = "#!/bin/sh\n",
    ["b.sh"] = { text = "#!/bin/sh\n", executable = true },
    ["c.txt"] = "text\n",
    ["d.txt"] = { text = "text\n", executable = true },
    ["e"] = { symlink = "b.sh" },
  },
  expect = {
    "a.sh: begins with `#!` but cannot be executed",
    "d.txt: can be executed but does not begin with `#!`",
  },
}

check:case "what was so before is not new" {
  before = { ["a.sh"] = "#!/bin/sh\n" },
  after = { ["a.sh"] = "#!/bin/sh\ntrue\n" },
  expect = {},
}

check:case "a mode that the change takes away is" {
  before = { ["a.sh"] = { text = "#!/bin/sh\n", executable = true } },
  after = { ["a.sh"] = "#!/bin/sh\n" },
  expect = { "a.sh: begins with `#!` but cannot be executed" },
}
