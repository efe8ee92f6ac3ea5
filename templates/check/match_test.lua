local check = require("moongate.test").check("CHECK_NAME")

check:case "an address is reported where the regex captured the server's name" {
  after = { ["a.py"] = 'base = "https://db.test.example.org/v1"\n' },
  expect = { "a.py:1:17: address of the test server `db`" },
}

check:case "other addresses are not" {
  after = { ["a.py"] = 'base = "https://www.example.org/"\n' },
  expect = {},
}

check:case "an old address is not new" {
  before = { ["a.py"] = 'base = "https://db.test.example.org/v1"\n' },
  after = { ["a.py"] = 'base = "https://db.test.example.org/v1"\nport = 1\n' },
  expect = {},
}
