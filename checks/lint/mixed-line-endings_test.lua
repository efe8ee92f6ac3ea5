local check = require("moongate.test").check("lint/mixed-line-endings")

check:case "a CRLF line in an LF file is reported where its ending begins" {
  before = { ["a.txt"] = "one\ntwo\n" },
  after = { ["a.txt"] = "one\ntwo\nthree\r\n" },
  expect = { "a.txt:3:6: line ends in CRLF instead of LF" },
  fixed = { ["a.txt"] = "one\ntwo\nthree\n" },
}

check:case "an LF line in a CRLF file is as wrong" {
  before = { ["a.txt"] = "one\r\ntwo\r\n" },
  after = { ["a.txt"] = "one\r\nnew\ntwo\r\n" },
  expect = { "a.txt:2:4: line ends in LF instead of CRLF" },
  fixed = { ["a.txt"] = "one\r\nnew\r\ntwo\r\n" },
}

check:case "files that end alike are fine, whichever way" {
  after = { ["lf"] = "one\ntwo\n", ["crlf"] = "one\r\ntwo\r\n", ["none"] = "one", ["empty"] = "" },
  expect = {},
}

check:case "in a new file the majority is right" {
  after = { ["a.txt"] = "one\r\ntwo\nthree\r\n" },
  expect = { "a.txt:2:4: line ends in LF instead of CRLF" },
  fixed = { ["a.txt"] = "one\r\ntwo\r\nthree\r\n" },
}

check:case "a tie goes to LF" {
  after = { ["a.txt"] = "one\r\ntwo\n" },
  expect = { "a.txt:1:4: line ends in CRLF instead of LF" },
}

check:case "the old version decides, however much is added" {
  before = { ["a.txt"] = "one\ntwo\n" },
  after = { ["a.txt"] = "one\ntwo\n3\r\n4\r\n5\r\n" },
  expect = {
    "a.txt:3:2: line ends in CRLF instead of LF",
    "a.txt:4:2: line ends in CRLF instead of LF",
    "a.txt:5:2: line ends in CRLF instead of LF",
  },
}

check:case "an old version without line endings decides nothing" {
  before = { ["a.txt"] = "one" },
  after = { ["a.txt"] = "one\r\ntwo\r\nthree\n" },
  expect = { "a.txt:3:6: line ends in LF instead of CRLF" },
}

check:case "old lines of a mixed file are not new" {
  before = { ["a.txt"] = "one\r\ntwo\nthree\n" },
  after = { ["a.txt"] = "one\r\ntwo\nthree\nfour\n" },
  expect = {},
}

check:case "turning a whole file is fine, both ways" {
  before = { ["a.txt"] = "one\r\ntwo\r\n", ["b.txt"] = "one\ntwo\n" },
  after = { ["a.txt"] = "one\ntwo\n", ["b.txt"] = "one\r\ntwo\r\n" },
  expect = {},
}

check:case "the last line may have no ending" {
  before = { ["a.txt"] = "one\r\n" },
  after = { ["a.txt"] = "one\r\ntwo" },
  expect = {},
}

check:case "a carriage return inside a line is reported, without a guess at what was meant" {
  after = { ["a.txt"] = "one\rtwo\nthree\r\r\n" },
  expect = {
    "a.txt:1:4: carriage return inside the line",
    "a.txt:2:6: carriage return inside the line",
    "a.txt:2:7: line ends in CRLF instead of LF",
  },
}

check:case "LF can be demanded" {
  options = { ending = "lf" },
  after = { ["a.txt"] = "one\r\n", ["b.txt"] = "one\n" },
  expect = { "a.txt:1:4: line ends in CRLF instead of LF" },
  fixed = { ["a.txt"] = "one\n", ["b.txt"] = "one\n" },
}

check:case "CRLF can be demanded" {
  options = { ending = "crlf" },
  after = { ["a.txt"] = "one\r\n", ["b.txt"] = "one\n" },
  expect = { "b.txt:1:4: line ends in LF instead of CRLF" },
  fixed = { ["a.txt"] = "one\r\n", ["b.txt"] = "one\r\n" },
}

check:case "deleted, binary and patch files are left alone" {
  before = { ["gone.txt"] = "one\r\ntwo\n" },
  after = { ["a.bin"] = "one\r\ntwo\n\0", ["b.diff"] = "+one\r\n two\n" },
  expect = {},
}

check:case "an old version of one line decides" {
  before = { ["a.txt"] = "one\r\n" },
  after = { ["a.txt"] = "one\r\ntwo\nthree\n" },
  expect = {
    "a.txt:2:4: line ends in LF instead of CRLF",
    "a.txt:3:6: line ends in LF instead of CRLF",
  },
}

check:case "one line of the old kind is enough for a mixture" {
  before = { ["a.txt"] = "one\r\ntwo\r\n" },
  after = { ["a.txt"] = "one\r\nnew\n" },
  expect = { "a.txt:2:4: line ends in LF instead of CRLF" },
}

check:case "a carriage return inside a line is no ending" {
  before = { ["a.txt"] = "one\r\ntwo\r\n" },
  after = { ["a.txt"] = "o\rne\ntwo\n" },
  expect = { { finding = "a.txt:1:2: carriage return inside the line", rule = "lone-cr", length = 1 } },
}

check:case "an ending inside a string is a value: reported, not fixed" {
  options = { ending = "lf" },
  after = { ["a.py"] = 'a = """one\r\ntwo"""\r\n' },
  expect = {
    "a.py:1:11: line ends in CRLF instead of LF",
    "a.py:2:7: line ends in CRLF instead of LF",
  },
  fixed = { ["a.py"] = 'a = """one\r\ntwo"""\n' },
}
