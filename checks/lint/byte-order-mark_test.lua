local check = require("moongate.test").check("lint/byte-order-mark")

check:case "a new file with a mark is reported" {
  after = { ["run.sh"] = "\u{FEFF}#!/bin/sh\n" },
  expect = { "run.sh:1:1: byte-order mark" },
  fixed = { ["run.sh"] = "#!/bin/sh\n" },
}

check:case "a file without a mark is not" {
  after = { ["a.txt"] = "one\n", ["empty.txt"] = "" },
  expect = {},
}

check:case "a mark that was there before is not new" {
  before = { ["a.cs"] = "\u{FEFF}class A {}\n" },
  after = { ["a.cs"] = "\u{FEFF}class B {}\n" },
  expect = {},
}

check:case "a mark that comes to an old file is" {
  before = { ["a.cs"] = "class A {}\n" },
  after = { ["a.cs"] = "\u{FEFF}class A {}\n" },
  expect = { "a.cs:1:1: byte-order mark" },
  fixed = { ["a.cs"] = "class A {}\n" },
}

check:case "a mark that goes is welcome" {
  before = { ["a.cs"] = "\u{FEFF}class A {}\n" },
  after = { ["a.cs"] = "class A {}\n" },
  expect = {},
}

check:case "a file of a mark alone is reported" {
  after = { ["a.txt"] = "\u{FEFF}" },
  expect = { "a.txt:1:1: byte-order mark" },
  fixed = { ["a.txt"] = "" },
}

check:case "the same character further on is content" {
  after = { ["a.txt"] = "one\n\u{FEFF}two\n" },
  expect = {},
}

check:case "a part of the mark is no mark" {
  after = { ["a.txt"] = "\xEF\xBBx\n" },
  expect = {},
}

check:case "files that Windows tools write with a mark are left alone" {
  after = { ["a.sln"] = "\u{FEFF}x\n", ["b/c.ps1"] = "\u{FEFF}x\n", ["d.csv"] = "\u{FEFF}x\n" },
  expect = {},
}

check:case "a deleted file is not looked at" {
  before = { ["a.txt"] = "\u{FEFF}one\n" },
  after = {},
  expect = {},
}
