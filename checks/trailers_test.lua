local check = require("moongate.test").check("trailers")

check:case "nothing is asked without options" {
  commits = { "feat: x", "feat: x\n\nAny: thing\nCo-authored-by: Claude <noreply@anthropic.com>" },
  expect = {},
}

check:case "a required trailer" {
  options = { required = { "Refs" } },
  commits = { "feat: x", "feat: x\n\nrefs: #1", "feat: x\n\nbody\n\nRefs:" },
  expect = {
    { finding = "commit #1 1:1: the trailer `Refs` is missing", rule = "missing", level = "error", length = 0,
      help = "end the message with a blank line and `Refs: …`" },
    "commit #3 5:1: the trailer `Refs` is missing",
  },
}

check:case "forbidden and allowed trailers" {
  options = { forbidden = { "Co-authored-by" }, allowed = { "Refs" } },
  commits = { "feat: x\n\nco-authored-by: A <a@b>\nRefs: 1\nOther: 2" },
  expect = {
    { finding = "commit 3:1: the trailer `co-authored-by` is forbidden", rule = "forbidden", length = 23 },
    { finding = "commit 5:1: the trailer `Other` is not one of `allowed`", rule = "forbidden" },
  },
}

check:case "a required trailer is allowed" {
  options = { required = { "Ticket" }, allowed = { "Refs" } },
  commits = { "feat: x\n\nTicket: 1" },
  expect = {},
}

check:case "values match as a whole" {
  options = { patterns = { Refs = "#[0-9]+" } },
  commits = { "feat: x\n\nRefs: #1", "feat: x\n\nRefs: #1a", "feat: x\n\nrefs: x", "feat: x\n\nOther: x" },
  expect = {
    "commit #2 3:1: `Refs` does not match `#[0-9]+`",
    { finding = "commit #3 3:1: `refs` does not match `#[0-9]+`", rule = "pattern" },
  },
}

check:case "the order of trailers" {
  options = { order = { "Refs", "Reviewed-by", "Signed-off-by" } },
  commits = {
    "feat: x\n\nRefs: 1\nOther: 2\nReviewed-by: 3\nReviewed-by: 4\nSigned-off-by: 5",
    "feat: x\n\nSigned-off-by: 5\nRefs: 1",
  },
  expect = { { finding = "commit #2 4:1: `Refs` stands after `Signed-off-by`", rule = "order" } },
}

check:case "a sign-off is the author's" {
  options = { dco = true },
  commits = {
    { message = "feat: x\n\nSigned-off-by: A <A@example.org>", author = "A <a@example.org>" },
    { message = "feat: x\n\nSigned-off-by: B <b@example.org>", author = "A <a@example.org>" },
    { message = "feat: x", author = "A <a@example.org>" },
    { message = "feat: x\n\nSigned-off-by: A", author = "A <a@example.org>" },
  },
  expect = {
    { finding = "commit #2 3:1: no `Signed-off-by` is by the author a@example.org", rule = "sign-off",
      length = 0, help = "git commit --amend --signoff" },
    "commit #3 1:1: the trailer `Signed-off-by` is missing",
    "commit #4 3:1: `Signed-off-by` is not `Name <address>`",
    "commit #4 3:1: no `Signed-off-by` is by the author a@example.org",
  },
}

check:case "a message that is written needs a sign-off, whoever commits" {
  options = { dco = true },
  message = "feat: x\n\nSigned-off-by: B <b@example.org>",
  expect = {},
}

check:case "a Change-Id as Gerrit makes it" {
  options = { change_id = true },
  commits = {
    "feat: x\n\nChange-Id: I0123456789012345678901234567890123456789",
    "feat: x\n\nChange-Id: I0123", "feat: x",
  },
  expect = {
    "commit #2 3:1: `Change-Id` is not `I` and 40 hexadecimal digits",
    "commit #3 1:1: the trailer `Change-Id` is missing",
  },
}

check:case "agents are no authors" {
  options = { no_ai_authors = true },
  commits = {
    "feat: x\n\nCo-authored-by: Claude <noreply@anthropic.com>",
    "feat: x\n\nCo-authored-by: Claudette <c@example.org>",
    "feat: x\n\nAssisted-by: Claude",
    "feat: x\n\nCo-authored-by: Ann <ann@example.org>",
  },
  expect = {
    { finding = "commit #1 3:1: a coding agent is named as an author", rule = "ai-author",
      help = "write `Assisted-by: Claude` instead" },
  },
}

check:case "merges, reverts and exempt authors" {
  options = { required = { "Refs" }, exempt_authors = { "*bot@example.org" } },
  commits = {
    { message = "Merge branch x", merge = true }, 'Revert "feat: x"',
    { message = "chore: x", author = "Bot <the-bot@example.org>" },
  },
  expect = {},
}

check:case "a description that a squash merge copies" {
  options = { required = { "Refs" }, forbidden = { "Co-authored-by" }, pull_requests = true },
  pull_request = { title = "feat: x", body = "Text.\n\nCo-authored-by: A <a@b>\n\n" },
  expect = {
    "change: the trailer `Co-authored-by` is forbidden in the description",
    "change: the trailer `Refs` is missing in the description",
  },
}

check:case "descriptions only where that is asked for" {
  options = { required = { "Refs" } },
  pull_request = { title = "feat: x", body = "Text." },
  expect = {},
}

check:case "only the last paragraph of a description has trailers" {
  options = { forbidden = { "Note" }, allowed = { "Refs" }, pull_requests = true },
  pull_request = { title = "feat: x", body = "Note: this\n\nRefs: #1\nplain words\n" },
  expect = {},
}

check:case "the last of two equal lines is the trailer" {
  options = { forbidden = { "Note" } },
  commits = { "feat: x\n\nNote: a\n\nNote: a" },
  expect = { { finding = "commit 5:1: the trailer `Note` is forbidden", length = 7 } },
}

check:case "each trailer of the last paragraph of a description" {
  options = { forbidden = { "Note", "Tested" }, pull_requests = true },
  pull_request = { title = "feat: x", body = "Text.\n\nNote: a\nTested: b" },
  expect = {
    "change: the trailer `Note` is forbidden in the description",
    { finding = "change: the trailer `Tested` is forbidden in the description", help = "" },
  },
}

check:case "a trailer is found by its key, whatever other values say" {
  options = { forbidden = { "Note" } },
  commits = { "feat: x\n\nNote: a\nOther: a" },
  expect = { "commit 3:1: the trailer `Note` is forbidden" },
}

check:case "a message without a line" {
  options = { required = { "Refs" } },
  commits = { "" },
  expect = { "commit 1:1: the trailer `Refs` is missing" },
}

check:case "a missing trailer of a description" {
  options = { required = { "Refs" }, pull_requests = true },
  pull_request = { title = "feat: x", body = "" },
  expect = {
    { finding = "change: the trailer `Refs` is missing in the description",
      help = "end the description with a blank line and `Refs: …`" },
  },
}
