local check = require("moongate.test").check("no-print")

check:case "an added print is reported where it stands" {
  before = { ["src/a.py"] = "print('old')\n" },
  after = { ["src/a.py"] = "print('old')\ndef f():\n    print ('new')\n" },
  expect = { "src/a.py:3:5: print() in library code" },
}

check:case "other words, files and directories are not" {
  after = {
    ["src/a.py"] = "pprint(1)\nfingerprint(2)\n",
    ["src/a.txt"] = "print(1)\n",
    ["tools/b.py"] = "print(1)\n",
  },
  expect = {},
}
