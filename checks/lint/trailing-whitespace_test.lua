local check = require("moongate.test").check("lint/trailing-whitespace")

check:case "blanks, tabs and both are reported where they begin" {
  after = { ["a.c"] = "int a; \nint b;\t\nint c; \t \nint d;\n" },
  expect = {
    "a.c:1:7: trailing whitespace",
    "a.c:2:7: trailing whitespace",
    "a.c:3:7: trailing whitespace",
  },
  fixed = { ["a.c"] = "int a;\nint b;\nint c;\nint d;\n" },
}

check:case "a line of blanks alone is emptied" {
  after = { ["a.c"] = "int a;\n    \nint b;\n" },
  expect = { "a.c:2:1: trailing whitespace" },
  fixed = { ["a.c"] = "int a;\n\nint b;\n" },
}

check:case "blanks inside and before the text are nobody's business" {
  after = { ["a.c"] = "  int a;  int b;\n\treturn;\n" },
  expect = {},
}

check:case "only added lines are looked at" {
  before = { ["a.c"] = "int a; \nint b;\n" },
  after = { ["a.c"] = "int a; \nint b;\nint c; \n" },
  expect = { "a.c:3:7: trailing whitespace" },
  fixed = { ["a.c"] = "int a; \nint b;\nint c;\n" },
}

check:case "a moved file's old lines are not new" {
  before = { ["a.c"] = "int a; \nint b;\nint c;\nint d;\n" },
  after = { ["b.c"] = "int a; \nint b;\nint c;\nint d;\n" },
  expect = {},
}

check:case "CRLF is a line ending, not a blank" {
  after = { ["a.txt"] = "one\r\ntwo \r\n" },
  expect = { "a.txt:2:4: trailing whitespace" },
  fixed = { ["a.txt"] = "one\r\ntwo\r\n" },
}

check:case "a last line without an ending counts" {
  after = { ["a.txt"] = "one\ntwo " },
  expect = { "a.txt:2:4: trailing whitespace" },
  fixed = { ["a.txt"] = "one\ntwo" },
}

check:case "columns are bytes" {
  after = { ["a.txt"] = "h\u{e9}llo \n" },
  expect = { "a.txt:1:7: trailing whitespace" },
  fixed = { ["a.txt"] = "h\u{e9}llo\n" },
}

check:case "two spaces are a line break in Markdown, one or three are not" {
  after = { ["README.md"] = "one  \ntwo \nthree   \n  \n" },
  expect = {
    "README.md:2:4: trailing whitespace",
    "README.md:3:6: trailing whitespace",
    "README.md:4:1: trailing whitespace",
  },
  fixed = { ["README.md"] = "one  \ntwo\nthree  \n\n" },
}

check:case "tabs are no line break in Markdown" {
  after = { ["NOTES.markdown"] = "one  \ntwo\t\t\n" },
  expect = { "NOTES.markdown:2:4: trailing whitespace" },
  fixed = { ["NOTES.markdown"] = "one  \ntwo\n" },
}

check:case "the extension counts in any case, and only as an extension" {
  after = { ["A.MD"] = "one  \n", ["md"] = "one  \n", ["a.mdx"] = "one  \n" },
  expect = { "a.mdx:1:4: trailing whitespace", "md:1:4: trailing whitespace" },
}

check:case "Markdown's line breaks can be refused" {
  options = { markdown_breaks = false },
  after = { ["README.md"] = "one  \n" },
  expect = { "README.md:1:4: trailing whitespace" },
  fixed = { ["README.md"] = "one\n" },
}

check:case "patches and tables keep their blanks" {
  after = { ["a.patch"] = " \n", ["deep/b.diff"] = "x \n", ["c.tsv"] = "1\t2\t\n" },
  expect = {},
}

check:case "binary files are left alone" {
  after = { ["a.bin"] = "a \n\0b \n" },
  expect = {},
}

check:case "inside a string it is a value: reported, not fixed" {
  after = {
    ["a.js"] = "const a = `one  \n${two}  \n`;  \n",
    ["a.py"] = 'a = """one  \n"""  \n',
    ["a.go"] = "package a\n\nvar b = `one  \n`  \n",
    ["a.cpp"] = 'auto a = R"(one  \n)";  \n',
  },
  expect = {
    "a.cpp:1:16: trailing whitespace", "a.cpp:2:4: trailing whitespace",
    "a.go:3:13: trailing whitespace", "a.go:4:2: trailing whitespace",
    "a.js:1:15: trailing whitespace", "a.js:2:7: trailing whitespace",
    "a.js:3:3: trailing whitespace",
    "a.py:1:11: trailing whitespace", "a.py:2:4: trailing whitespace",
  },
  fixed = {
    ["a.js"] = "const a = `one  \n${two}  \n`;\n",
    ["a.py"] = 'a = """one  \n"""\n',
    ["a.go"] = "package a\n\nvar b = `one  \n`\n",
    ["a.cpp"] = 'auto a = R"(one  \n)";\n',
  },
}

check:case "snapshots and files that Git keeps as they are: reported, not fixed" {
  after = {
    [".gitattributes"] = "*.raw -text\n",
    ["a.golden"] = "one  \n", ["a.raw"] = "one  \n", ["a.txt"] = "one  \n",
  },
  expect = {
    "a.golden:1:4: trailing whitespace", "a.raw:1:4: trailing whitespace",
    "a.txt:1:4: trailing whitespace",
  },
  fixed = { ["a.txt"] = "one\n" },
}

check:case "files that .gitattributes calls binary are left alone" {
  after = { [".gitattributes"] = "*.golden2 binary\n", ["a.golden2"] = "one  \n" },
  expect = {},
}
