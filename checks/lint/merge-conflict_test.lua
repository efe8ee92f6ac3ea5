local check = require("moongate.test").check("lint/merge-conflict")

check:case "every marker of a conflict is reported" {
  before = { ["a.c"] = "int a;\n" },
  after = {
    ["a.c"] = "int a;\n<<<<<<< HEAD\nint b;\n=======\nint c;\n>>>>>>> topic\nint d;\n",
  },
  expect = {
    "a.c:2:1: merge conflict marker `<<<<<<<`",
    "a.c:4:1: merge conflict marker `=======`",
    "a.c:6:1: merge conflict marker `>>>>>>>`",
  },
}

check:case "the common ancestor's marker too" {
  after = {
    ["a.c"] = "<<<<<<< ours\n1\n||||||| 1a2b3c4\n0\n=======\n2\n>>>>>>> theirs\n",
  },
  expect = {
    "a.c:1:1: merge conflict marker `<<<<<<<`",
    "a.c:3:1: merge conflict marker `|||||||`",
    "a.c:5:1: merge conflict marker `=======`",
    "a.c:7:1: merge conflict marker `>>>>>>>`",
  },
}

check:case "markers need no label, and CRLF does not hide them" {
  after = { ["a.txt"] = "<<<<<<<\r\n1\r\n=======\r\n2\r\n>>>>>>>\r\n" },
  expect = {
    "a.txt:1:1: merge conflict marker `<<<<<<<`",
    "a.txt:3:1: merge conflict marker `=======`",
    "a.txt:5:1: merge conflict marker `>>>>>>>`",
  },
}

check:case "a heading's underline is no marker" {
  after = {
    ["a.rst"] = "Heading\n=======\n\ntext\n",
    ["b.md"] = "Heading\n=======\n\n|||||||\n",
  },
  expect = {},
}

check:case "an underline after a resolved conflict's leftovers is none either" {
  after = { ["a.rst"] = ">>>>>>> topic\n\nHeading\n=======\n" },
  expect = { "a.rst:1:1: merge conflict marker `>>>>>>>`" },
}

check:case "the middle of a conflict whose begin was deleted is still found" {
  after = { ["a.c"] = "int a;\n=======\nint b;\n>>>>>>> topic\n" },
  expect = {
    "a.c:2:1: merge conflict marker `=======`",
    "a.c:4:1: merge conflict marker `>>>>>>>`",
  },
}

check:case "and the begin of one whose end was deleted" {
  after = { ["a.c"] = "<<<<<<< HEAD\nint a;\n=======\nint b;\n" },
  expect = {
    "a.c:1:1: merge conflict marker `<<<<<<<`",
    "a.c:3:1: merge conflict marker `=======`",
  },
}

check:case "an underline before a conflict does not belong to it" {
  after = { ["a.rst"] = "Heading\n=======\n<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> b\n" },
  expect = {
    "a.rst:3:1: merge conflict marker `<<<<<<<`",
    "a.rst:5:1: merge conflict marker `=======`",
    "a.rst:7:1: merge conflict marker `>>>>>>>`",
  },
}

check:case "more or fewer signs, an indent or text at once are no markers" {
  after = {
    ["a.txt"] = "<<<<<<\n<<<<<<<<\n  <<<<<<< HEAD\n<<<<<<<x\n>>>>>>>>>\n>>>>>>>y\n",
    ["b.txt"] = "<<<<<<<<<<\n======= text\n>>>>>>\n",
  },
  expect = {},
}

check:case "a separator with text is none, even in a conflict" {
  after = { ["a.txt"] = "<<<<<<< HEAD\n======= x\n=======\n>>>>>>> b\n" },
  expect = {
    "a.txt:1:1: merge conflict marker `<<<<<<<`",
    "a.txt:3:1: merge conflict marker `=======`",
    "a.txt:4:1: merge conflict marker `>>>>>>>`",
  },
}

check:case "old markers are not new" {
  before = { ["a.txt"] = "<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> b\n" },
  after = { ["a.txt"] = "<<<<<<< HEAD\n1\n=======\n2\n3\n>>>>>>> b\n" },
  expect = {},
}

check:case "a new separator between old ends is" {
  before = { ["a.txt"] = "<<<<<<< HEAD\n1\n2\n>>>>>>> b\n" },
  after = { ["a.txt"] = "<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> b\n" },
  expect = { "a.txt:3:1: merge conflict marker `=======`" },
}

check:case "deleting a file with markers is fine" {
  before = { ["a.txt"] = "<<<<<<< HEAD\n" },
  after = {},
  expect = {},
}
