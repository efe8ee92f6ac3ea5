local check = require("moongate.test").check("lint/final-newline")

check:case "a last line without an ending is reported at its end" {
  after = { ["a.c"] = "int a;\nint b;" },
  expect = { "a.c:2:7: no newline at the end of the file" },
  fixed = { ["a.c"] = "int a;\nint b;\n" },
}

check:case "one line ending is right" {
  after = { ["a.c"] = "int a;\n", ["b.c"] = "int b;\r\n" },
  expect = {},
}

check:case "an empty file is fine" {
  after = { ["empty"] = "" },
  expect = {},
}

check:case "a file of blank lines alone is fine" {
  after = { ["a.txt"] = "\n\n" },
  expect = {},
}

check:case "the ending is the one that the file uses" {
  after = { ["a.txt"] = "one\r\ntwo" },
  expect = { "a.txt:2:4: no newline at the end of the file" },
  fixed = { ["a.txt"] = "one\r\ntwo\r\n" },
}

check:case "an only line gets LF" {
  after = { ["a.txt"] = "one" },
  expect = { "a.txt:1:4: no newline at the end of the file" },
  fixed = { ["a.txt"] = "one\n" },
}

check:case "an old end that the change leaves alone is not new" {
  before = { ["a.c"] = "int a;\nint b;\nint c;" },
  after = { ["a.c"] = "int x;\nint b;\nint c;" },
  expect = {},
}

check:case "an ending that the change takes away is" {
  before = { ["a.c"] = "int a;\nint b;\n" },
  after = { ["a.c"] = "int a;\nint b;" },
  expect = { "a.c:2:7: no newline at the end of the file" },
}

check:case "blank lines at the end are cut" {
  after = { ["a.c"] = "int a;\n\nint b;\n\n  \n\n" },
  expect = { "a.c:3:7: blank lines at the end of the file" },
  fixed = { ["a.c"] = "int a;\n\nint b;\n" },
}

check:case "one blank line at the end is one too many" {
  after = { ["a.c"] = "int a;\r\n\r\n" },
  expect = { "a.c:1:7: blank lines at the end of the file" },
  fixed = { ["a.c"] = "int a;\r\n" },
}

check:case "old blank lines at the end are not new" {
  before = { ["a.c"] = "int a;\nint b;\n\n\n" },
  after = { ["a.c"] = "int x;\nint b;\n\n\n" },
  expect = {},
}

check:case "a blank line elsewhere is nobody's business" {
  before = { ["a.c"] = "int a;\nint b;\n" },
  after = { ["a.c"] = "int a;\n\nint b;\n" },
  expect = {},
}

check:case "generated one-liners, patches and binary files are left alone" {
  after = { ["a.min.js"] = "x", ["b.patch"] = "x", ["c.svg"] = "<svg/>", ["d.bin"] = "x\0y" },
  expect = {},
}

check:case "blank lines of a string that is never closed are no end to fix" {
  after = { ["a.py"] = 'a = """one\n\n\n' },
  expect = { "a.py:1:11: blank lines at the end of the file" },
  fixed = { ["a.py"] = 'a = """one\n\n\n' },
}
