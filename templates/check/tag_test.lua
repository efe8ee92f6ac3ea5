local check = require("moongate.test").check("CHECK_NAME")

check:case "a tag that is no version is reported" {
  tags = { { name = "v1.2.3" }, { name = "v1.2" } },
  expect = { "tag v1.2: it is no version" },
}

check:case "other tags are nobody's business" {
  tags = { { name = "release-1" } },
  expect = {},
}
