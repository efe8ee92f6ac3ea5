local check = require("moongate.test").check("conventional-commits")

-- The grammar ------------------------------------------------------------------------------------

check:case "messages that follow the specification" {
  commits = {
    "feat: send an email when the order ships",
    "fix(parser): take empty input\n\nThe reader gave up at the first byte.\n\nTwo paragraphs.",
    "feat!: drop Python 2",
    "feat(api)!: drop the old routes",
    "chore: x\n\nRefs #133\nReviewed-by: Z <z@example.org>\nBREAKING CHANGE: one\n  and more",
    "docs: y\n\nBREAKING-CHANGE: the other spelling",
    "FEAT: a type in capitals is the same type",
    "build(deps-dev): several\n\nsigned-off-by: someone",
    "fix: h\u{e9}llo w\u{f6}rld",
    "revert: feat: send an email\n\nRefs: 676104e, a215868",
  },
  expect = {},
}

check:case "an unknown type is shown where it stands" {
  commits = { "oops: typo" },
  expect = { "commit 1:1: unknown type `oops`" },
}

check:case "what was probably meant is said" {
  commits = { "feature: x", "bugfix(a): x", "dosc: x", "Documentation!: x", "refator: x" },
  expect = {
    "commit #1 1:1: unknown type `feature`; did you mean `feat`?",
    "commit #2 1:1: unknown type `bugfix`; did you mean `fix`?",
    "commit #3 1:1: unknown type `dosc`; did you mean `docs`?",
    "commit #4 1:1: unknown type `Documentation`; did you mean `docs`?",
    "commit #5 1:1: unknown type `refator`; did you mean `refactor`?",
  },
}

check:case "an alias is not offered where its type is not accepted" {
  options = { types = { "change", "fix" } },
  commits = { "feature: x", "chagne: x", "feat: x", "change: x", "Fix: x" },
  expect = {
    "commit #1 1:1: unknown type `feature`",
    "commit #2 1:1: unknown type `chagne`; did you mean `change`?",
    "commit #3 1:1: unknown type `feat`",
  },
}

check:case "a subject without a type" {
  commits = { "update the readme", "update", "Update: the readme please" },
  expect = {
    "commit #1 1:1: subject is not `type(scope): description`: it has no colon after a type",
    "commit #2 1:1: subject is not `type(scope): description`: it has no colon after a type",
    "commit #3 1:1: unknown type `Update`",
  },
}

check:case "a subject that begins with something else" {
  commits = { "[ABC-1] fix it", "(scope): x", ": x", "!: x" },
  expect = {
    "commit #1 1:1: subject is not `type(scope): description`: it does not begin with a type",
    "commit #2 1:1: subject is not `type(scope): description`: it does not begin with a type",
    "commit #3 1:1: subject is not `type(scope): description`: it does not begin with a type",
    "commit #4 1:1: subject is not `type(scope): description`: it does not begin with a type",
  },
}

check:case "a word between type and colon" {
  commits = { "fix the parser: it was broken" },
  expect = { "commit 1:1: subject is not `type(scope): description`" },
}

check:case "blanks where none belong, and none where one does" {
  commits = { "feat : x", "feat:x", "feat:  x", "feat:\tx", "  feat: x", "feat(a) : x" },
  expect = {
    "commit #1 1:5: space before the colon",
    "commit #2 1:5: missing space after the colon",
    "commit #3 1:6: expected exactly one space after the colon",
    "commit #4 1:6: expected exactly one space after the colon",
    "commit #5 1:1: the subject starts with whitespace",
    "commit #6 1:8: space before the colon",
  },
}

check:case "a description is required" {
  commits = { "feat:", "feat: ", "feat(a)!:   " },
  expect = {
    "commit #1 1:5: the description after the colon is missing",
    "commit #2 1:5: the description after the colon is missing",
    "commit #3 1:9: the description after the colon is missing",
  },
}

check:case "a scope is one word in parentheses" {
  commits = { "feat(): x", "feat( ): x", "feat(a: x", "feat( a): x", "feat(a ): x", "feat((a)): x" },
  expect = {
    "commit #1 1:5: the scope is empty",
    "commit #2 1:5: the scope is empty",
    "commit #3 1:5: the scope has no closing parenthesis",
    "commit #4 1:6: the scope is not one word in parentheses",
    "commit #5 1:6: the scope is not one word in parentheses",
    "commit #6 1:6: the scope is not one word in parentheses",
  },
}

check:case "the mark stands after the scope" {
  commits = { "feat!(api): x" },
  expect = { "commit 1:5: `!` stands after the scope, directly before the colon" },
}

check:case "a fullwidth colon is no colon" {
  commits = { "feat\u{FF1A}x" },
  expect = { "commit 1:5: the colon is a fullwidth one" },
}

check:case "the body begins after a blank line" {
  commits = { "feat: x\nbody", "feat: x\n\nbody", "feat: x\n  \nbody", "feat: x\n" },
  expect = { "commit #1 2:1: no blank line between subject and body" },
}

check:case "CRLF in a message is a line ending" {
  commits = { "feat: x\r\n\r\nbody\r\n" },
  expect = {},
}

check:case "an empty message" {
  commits = { "", "\n", " \n \n" },
  expect = {
    "commit #1 1:1: the message is empty",
    "commit #2 1:1: the message is empty",
    "commit #3 1:1: the message is empty",
  },
}

check:case "a subject that is not UTF-8 is read as bytes" {
  commits = { "feat: caf\xE9 \xFF" },
  expect = {},
}

-- Footers ----------------------------------------------------------------------------------------

check:case "BREAKING CHANGE is written in capitals" {
  commits = { "feat: x\n\nBreaking Change: y", "feat: x\n\nbreaking-change: y" },
  expect = {
    "commit #1 3:1: `Breaking Change` is not `BREAKING CHANGE`, in capitals",
    "commit #2 3:1: `breaking-change` is not `BREAKING CHANGE`, in capitals",
  },
}

check:case "BREAKING CHANGE has a colon, a blank and a description" {
  commits = {
    "feat: x\n\nBREAKING CHANGE:y",
    "feat: x\n\nBREAKING CHANGE y",
    "feat: x\n\nBREAKING CHANGE",
    "feat: x\n\nBREAKING CHANGE: ",
    "feat: x\n\nBREAKING CHANGE #3",
    "feat: x\n\nBREAKING CHANGES: y",
    "feat: x\n\nBREAKING_CHANGE: y",
    "feat: x\n\nBREAKING CHANGE : y",
  },
  expect = {
    "commit #1 3:1: `BREAKING CHANGE` is not followed by a colon and one space",
    "commit #3 3:1: `BREAKING CHANGE` is not followed by a colon and one space",
    "commit #4 3:1: `BREAKING CHANGE` has no description",
    "commit #5 3:1: `BREAKING CHANGE` is not followed by a colon and one space",
    "commit #6 3:1: `BREAKING CHANGES` is not `BREAKING CHANGE`, in capitals",
    "commit #7 3:1: `BREAKING_CHANGE` is not `BREAKING CHANGE`, in capitals",
    "commit #8 3:1: `BREAKING CHANGE` is not followed by a colon and one space",
  },
}

check:case "a sentence or a heading about breaking changes is not a footer" {
  commits = {
    "feat: x\n\nBreaking changes are listed below.\nBreaking change\n",
    "feat: x\n\nThis is a breaking change: y",
  },
  expect = {},
}

check:case "BREAKING CHANGE begins a paragraph or follows another footer" {
  commits = {
    "feat: x\n\nbody\nBREAKING CHANGE: y",
    "feat: x\n\nRefs: #1\nBREAKING CHANGE: y",
    "feat: x\n\nbody\n\nBREAKING CHANGE: y",
    "feat: x\n\nNote: a value\nthat goes on\nBREAKING CHANGE: y",
  },
  expect = { "commit #1 4:1: no blank line before the footer `BREAKING CHANGE`" },
}

check:case "a footer has a value, also where Git has stripped the blank behind its colon" {
  commits = {
    "feat: x\n\nReviewed-by:",
    "feat: x\n\nRefs: #1\nReviewed-by:\nCloses #2\n\n",
    "feat: x\n\nReviewed-by:\nRefs: #1\n  and more\nAcked-by: \n\n",
    "feat: x\n\nRefs: #1\nReviewed-by:\n\nRefs: #2",
    "feat: x\n\nReviewed-by:\n  A U Thor",
    "feat: x\n\nBREAKING-CHANGE:",
  },
  expect = {
    { finding = "commit #1 3:1: the footer `Reviewed-by` has no value", length = 12 },
    "commit #2 4:1: the footer `Reviewed-by` has no value",
    "commit #3 3:1: the footer `Reviewed-by` has no value",
    "commit #3 6:1: the footer `Acked-by` has no value",
    "commit #4 4:1: the footer `Reviewed-by` has no value",
    "commit #6 3:1: `BREAKING-CHANGE` is not followed by a colon and one space",
  },
}

check:case "a heading of prose is no footer" {
  commits = {
    "feat: x\n\nChanges:\n- a\n- b",
    "feat: x\n\nChanges:\n\n- a\n- b",
    "feat: x\n\nWhat came:\n\nRefs: #1",
    "feat: x\n\nNote: this and\nChanges:\n- a",
    "feat: x\n\nAdded:\nRefs: #1\nand prose",
    "feat: x\n\nsome prose\nChanges:",
    "feat: x\n\nChanges:\n\nprose",
  },
  expect = {},
}

check:case "a footer has a value, on its line or the next" {
  commits = { "feat: x\n\nRefs: ", "feat: x\n\nRefs: \n  #12", "feat: x\n\nRefs: #1\nCloses: " },
  expect = {
    "commit #1 3:1: the footer `Refs` has no value",
    "commit #3 4:1: the footer `Closes` has no value",
  },
}

check:case "footers can be required" {
  options = { require_footers = { "Refs", "BREAKING-CHANGE" } },
  commits = {
    "feat: x",
    "feat: x\n\nrefs: #1\nBREAKING CHANGE: y",
    "feat: x\n\nRefs #1\n\nBREAKING-CHANGE: y",
    "feat: x\n\nabout\nRefs: #1",
  },
  expect = {
    "commit #1 1:1: the footer `BREAKING-CHANGE` is missing",
    "commit #1 1:1: the footer `Refs` is missing",
    "commit #4 4:1: the footer `BREAKING-CHANGE` is missing",
    "commit #4 4:1: the footer `Refs` is missing",
  },
}

check:case "prose between footers makes prose of what follows" {
  options = { require_footers = { "Refs" } },
  commits = { "feat: x\n\nAdded:\nprose\nRefs: #1" },
  expect = { "commit 5:1: the footer `Refs` is missing" },
}

check:case "a breaking mark may need its footer" {
  options = { breaking_needs_footer = true },
  commits = { "feat!: x", "feat(a)!: x\n\nBREAKING CHANGE: y", "feat: x" },
  expect = { "commit #1 1:5: `!` without a `BREAKING CHANGE` footer that says what breaks" },
}

check:case "a breaking footer may need its mark" {
  options = { breaking_needs_mark = true },
  commits = { "feat!: x\n\nBREAKING CHANGE: y", "feat(a): x\n\nBREAKING-CHANGE: y", "feat: x" },
  expect = { "commit #2 1:8: `BREAKING CHANGE` without `!` before the subject's colon" },
}

-- Options ----------------------------------------------------------------------------------------

check:case "the subject's length counts characters, and is shown in bytes" {
  options = { max_subject = 10 },
  commits = { "feat: 7890", "feat: 78901", "feat: \u{e9}\u{e9}\u{e9}\u{e9}", "feat: \u{e9}\u{e9}\u{e9}\u{e9}x" },
  expect = {
    "commit #2 1:11: subject has 11 characters, over the limit of 10",
    "commit #4 1:15: subject has 11 characters, over the limit of 10",
  },
}

check:case "72 characters are the default" {
  commits = { "feat: " .. ("x"):rep(66), "feat: " .. ("x"):rep(67) },
  expect = { "commit #2 1:73: subject has 73 characters, over the limit of 72" },
}

check:case "a pull request's number that a host appended does not count" {
  options = { max_subject = 10 },
  commits = { "feat: 7890 (#1234)", "feat: 78901 (#1234)", "feat: (#12) x" },
  expect = {
    "commit #2 1:11: subject has 11 characters, over the limit of 10",
    "commit #3 1:11: subject has 13 characters, over the limit of 10",
  },
}

check:case "no limit" {
  options = { max_subject = 0 },
  commits = { "feat: " .. ("x"):rep(500) },
  expect = {},
}

check:case "long lines of the body are reported on request, except for what cannot be wrapped" {
  options = { max_body_line = 10 },
  commits = {
    "feat: x\n\n1234 67890\n1234 678901\nhttps://example.org/x y\n12345678901\n\u{e9}\u{e9}\u{e9}\u{e9} 67890",
  },
  expect = { "commit 4:11: line has 11 characters, over the limit of 10" },
}

check:case "the lines of trailers cannot be wrapped, except for what breaks" {
  options = { max_body_line = 12 },
  commits = {
    "feat: x\n\nbody\n\nCo-authored-by: A U Thor <a@example.org>\nReviewed-by: Someone Else\n\n",
    "feat: x\n\nRefs: #1\n  and two more\n  go on further\nReviewed-by: A U Thor",
    "feat: x\n\nReviewed-by: A U Thor\n(cherry picked from commit 1a2b3c4)\nAcked-by: A U Thor",
    "feat: x\n\nRefs: #1\nBREAKING CHANGE: all of it\nBREAKING-CHANGE: and more",
    "feat: x\nReviewed-by: A U Thor",
    "feat: x\n\nbody\nbody\n\nReviewed-by: A U Thor\n\n",
    "feat: x\na line of prose",
  },
  expect = {
    "commit #2 4:13: line has 14 characters, over the limit of 12",
    "commit #2 5:13: line has 15 characters, over the limit of 12",
    "commit #4 4:13: line has 26 characters, over the limit of 12",
    "commit #4 5:13: line has 25 characters, over the limit of 12",
    "commit #5 2:1: no blank line between subject and body",
    "commit #7 2:1: no blank line between subject and body",
    "commit #7 2:13: line has 15 characters, over the limit of 12",
  },
}

check:case "above the last paragraph, or in prose, a token makes no trailer" {
  options = { max_body_line = 12 },
  commits = {
    "feat: x\n\nNote: this is prose\n\nRefs: #1",
    "feat: x\n\nNote: this is prose\nthat goes on",
    "feat: x\n\nprose\nNote: this is prose",
    "feat: x\n\n(cherry picked from commit 1a2b3c4)\n\nbody",
    "feat: x\n\n(cherry picked from commit of mine)",
  },
  expect = {
    "commit #1 3:13: line has 19 characters, over the limit of 12",
    "commit #2 3:13: line has 19 characters, over the limit of 12",
    "commit #3 4:13: line has 19 characters, over the limit of 12",
    "commit #4 3:13: line has 35 characters, over the limit of 12",
    "commit #5 3:13: line has 35 characters, over the limit of 12",
  },
}

check:case "a person's address behind a token is whole wherever it stands" {
  options = { max_body_line = 12 },
  commits = {
    "feat: x\n\nCo-authored-by: A U Thor <a@example.org>\n\nbody",
    "feat: x\n\nAsk A U Thor <a@example.org>\n\nbody",
    "feat: x\n\nAsk: A U Thor <a at home>\n\nbody",
  },
  expect = {
    "commit #2 3:13: line has 28 characters, over the limit of 12",
    "commit #3 3:13: line has 25 characters, over the limit of 12",
  },
}

check:case "one word of a list or a quotation cannot be wrapped; several can" {
  options = { max_body_line = 12 },
  commits = {
    "feat: x\n\n- src/a/long/path\n  * src/a/long/path\n1. src/a/long/path\n12) src/a/long/path\n> > src/a/long/path",
    "feat: x\n\n- several words here\n1. several words\n> several words",
  },
  expect = {
    "commit #2 3:13: line has 20 characters, over the limit of 12",
    "commit #2 4:13: line has 16 characters, over the limit of 12",
    "commit #2 5:13: line has 15 characters, over the limit of 12",
  },
}

check:case "rows of a table cannot be wrapped" {
  options = { max_body_line = 12 },
  commits = { "feat: x\n\n| a row | of a table |\n  |-|- - - - - -|  \n| this is | no row" },
  expect = { "commit 5:13: line has 18 characters, over the limit of 12" },
}

check:case "code between fences cannot be wrapped" {
  options = { max_body_line = 12 },
  commits = {
    "feat: x\n\n```sh\na long line of code\n~~~\na long line of code\n```\na long line of prose",
    "feat: x\n\n  ~~~~\na long line of code\n~~~\na long line of code\n~~~~~ \na long line of prose",
    "feat: x\n\n``quoted`` words are prose",
    "feat: x\n```\na long line of code",
    "```\n\na long line of prose",
  },
  expect = {
    "commit #1 8:13: line has 20 characters, over the limit of 12",
    "commit #2 8:13: line has 20 characters, over the limit of 12",
    "commit #3 3:13: line has 26 characters, over the limit of 12",
    "commit #4 2:1: no blank line between subject and body",
    "commit #5 1:1: subject is not `type(scope): description`: it does not begin with a type",
    "commit #5 3:13: line has 20 characters, over the limit of 12",
  },
}

check:case "nor can code that is indented as a paragraph" {
  options = { max_body_line = 12 },
  commits = {
    "feat: x\n\nbody\n\n    a line of code\n    a line of code\n\n\ta line of code\n\nbody",
    "feat: x\n\n- body\n    that goes on\n\n   a line of prose\n\nbody",
  },
  expect = {
    "commit #2 4:13: line has 16 characters, over the limit of 12",
    "commit #2 6:13: line has 18 characters, over the limit of 12",
  },
}

check:case "a scope in a list is not empty" {
  options = { scopes = { "api", "web" } },
  commits = {
    "fix(api,): x", "fix(,): x", "fix(api,,web): x", "fix(api, ): x", "fix(,api): x", "fix(api, web): x", "fix(,wep): x",
  },
  expect = {
    {
      finding = "commit #1 1:9: a scope in the list is empty", rule = "scope", length = 0,
      help = "write a scope on each side of a comma, or leave out the comma",
    },
    "commit #2 1:5: a scope in the list is empty",
    "commit #2 1:6: a scope in the list is empty",
    "commit #3 1:9: a scope in the list is empty",
    "commit #4 1:5: the scope is not one word in parentheses",
    "commit #5 1:5: a scope in the list is empty",
    "commit #7 1:5: a scope in the list is empty",
    { finding = "commit #7 1:6: unknown scope `wep`; did you mean `web`?", length = 3 },
  },
}

check:case "a list of one scope is a list" {
  options = { scopes = { "api" } },
  commits = { "fix(api): x", "fix(zzz): x" },
  expect = { "commit #2 1:5: unknown scope `zzz`" },
}

check:case "a scope in a list is not empty where any scope is accepted" {
  commits = { "fix(api,): x", "fix(api, web): x", "fix(api, , web): x" },
  expect = {
    "commit #1 1:9: a scope in the list is empty",
    "commit #3 1:10: a scope in the list is empty",
  },
}

check:case "scopes can be listed" {
  options = { scopes = { "parser", "lexer" } },
  commits = { "fix(parser): x", "fix(parsr): x", "fix(Lexer): x", "fix: x", "fix(parser, cli): x" },
  expect = {
    "commit #2 1:5: unknown scope `parsr`; did you mean `parser`?",
    "commit #5 1:13: unknown scope `cli`",
  },
}

check:case "a scope can be required" {
  options = { require_scope = true },
  commits = { "fix: x", "fix(a): x", "fix!: x" },
  expect = { "commit #1 1:4: the scope is missing", "commit #3 1:4: the scope is missing" },
}

check:case "types can be held to lower case" {
  options = { type_case = "lower" },
  commits = { "feat: x", "Feat: x" },
  expect = { "commit #2 1:1: type `Feat` is not in lower case" },
}

check:case "the description's case can be set, lower" {
  options = { subject_case = "lower" },
  commits = { "feat: Add x", "feat: add X", "feat: \u{C9}t\u{E9}" },
  expect = { "commit #1 1:7: the description begins with a capital" },
}

check:case "the description's case can be set, sentence" {
  options = { subject_case = "sentence" },
  commits = { "feat: Add x", "feat: add X", "feat: 2 more" },
  expect = { "commit #2 1:7: the description does not begin with a capital" },
}

check:case "a full stop can be refused" {
  options = { full_stop = false },
  commits = { "feat: x.", "feat: x", "feat: and so on..." },
  expect = { "commit #1 1:8: the subject ends in a full stop" },
}

-- Messages that nobody typed ---------------------------------------------------------------------

check:case "merge commits are accepted with any message" {
  commits = { { message = "whatever", merge = true } },
  expect = {},
}

check:case "unless they are not" {
  options = { allow_merges = false },
  commits = { { message = "whatever it is", merge = true } },
  expect = { "commit 1:1: subject is not `type(scope): description`: it has no colon after a type" },
}

check:case "a commit that only looks like a merge is none" {
  commits = { "Merge branch 'topic'" },
  expect = { "commit 1:1: subject is not `type(scope): description`: it has no colon after a type" },
}

check:case "a merge that is being written is known by its words" {
  message = "Merge branch 'topic' into main",
  expect = {},
}

check:case "and by the words for remote branches" {
  message = "Merge remote-tracking branch 'origin/main'",
  expect = {},
}

check:case "and for tags" {
  message = "Merge tag 'v1.2' into next",
  expect = {},
}

check:case "and for commits" {
  message = "Merge commit '1a2b3c4'",
  expect = {},
}

check:case "and for pull requests" {
  message = "Merge pull request #7 from someone/topic",
  expect = {},
}

check:case "other words are none" {
  message = "Merged some stuff",
  expect = { "commit 1:1: subject is not `type(scope): description`: it has no colon after a type" },
}

check:case "what git revert writes is accepted" {
  commits = {
    'Revert "feat: send an email"\n\nThis reverts commit 1a2b3c4.',
    'Reapply "feat: send an email"',
  },
  expect = {},
}

check:case "unless it is not" {
  options = { allow_git_reverts = false },
  commits = { 'Revert "feat: send an email"' },
  expect = { "commit 1:1: subject is not `type(scope): description`" },
}

check:case "fixups are fine while the message is written" {
  message = "fixup! feat: x",
  expect = {},
}

check:case "fixups in a range should have been squashed" {
  commits = { "fixup! feat: x", "squash! feat: x", "amend! feat: x", "fixup feat: x" },
  expect = {
    "commit #1 1:1: `fixup!` commit has not been squashed",
    "commit #2 1:1: `squash!` commit has not been squashed",
    "commit #3 1:1: `amend!` commit has not been squashed",
    "commit #4 1:1: subject is not `type(scope): description`",
  },
}

check:case "fixups can be fine everywhere" {
  options = { fixups = "always" },
  commits = { "fixup! whatever" },
  expect = {},
}

check:case "or nowhere" {
  options = { fixups = "never" },
  message = "fixup! whatever",
  expect = { "commit 1:1: `fixup!` commit has not been squashed" },
}

check:case "the first commit may be called so" {
  commits = { { message = "Initial commit", root = true }, "Initial commit" },
  expect = {
    "commit #2 1:1: subject is not `type(scope): description`: it has no colon after a type",
  },
}

check:case "but need not" {
  options = { allow_initial = false },
  commits = { { message = "initial commit", root = true } },
  expect = { "commit 1:1: subject is not `type(scope): description`: it has no colon after a type" },
}

check:case "a message is judged like a commit" {
  message = "feat:x",
  expect = { "commit 1:5: missing space after the colon" },
}

-- What to write instead, and what is underlined --------------------------------------------------

check:case "the better subject is written out" {
  commits = {
    "feat : x", "feat(a):x", "feat:   x", " \tfeat: x", "feat(): x", "feat!(api): x", "feat\u{FF1A} x",
    "feat(a: x", "feat!(api", "oops: x", "feature: x",
  },
  expect = {
    { finding = "commit #1 1:5: space before the colon", length = 1, help = "write `feat: x`" },
    { finding = "commit #2 1:8: missing space after the colon", length = 1, help = "write `feat(a): x`" },
    {
      finding = "commit #3 1:6: expected exactly one space after the colon", length = 3,
      help = "write `feat: x`",
    },
    { finding = "commit #4 1:1: the subject starts with whitespace", length = 2, help = "write `feat: x`" },
    { finding = "commit #5 1:5: the scope is empty", length = 2, help = "write `feat: x`" },
    {
      finding = "commit #6 1:5: `!` stands after the scope, directly before the colon", length = 1,
      help = "write `feat(api)!: x`",
    },
    { finding = "commit #7 1:5: the colon is a fullwidth one", length = 3, help = "write `feat: x`" },
    { finding = "commit #8 1:5: the scope has no closing parenthesis", length = 1, help = "" },
    {
      finding = "commit #9 1:5: `!` stands after the scope, directly before the colon", length = 1,
      help = "",
    },
    {
      finding = "commit #10 1:1: unknown type `oops`", rule = "type", length = 4,
      help = "the types are build, chore, ci, docs, feat, fix, perf, refactor, revert, style, test",
    },
    {
      finding = "commit #11 1:1: unknown type `feature`; did you mean `feat`?", length = 7, help = "",
    },
  },
}

check:case "who does not know the form is told it" {
  commits = { "added things", "# 12", ("x"):rep(61) },
  expect = {
    {
      finding = "commit #1 1:1: subject is not `type(scope): description`: it has no colon after a type", length = 0,
      help = "begin with a type, as in `feat: added things`; the types are build, chore, ci, docs, feat, fix, perf, "
        .. "refactor, revert, style, test",
    },
    {
      finding = "commit #2 1:1: subject is not `type(scope): description`: it does not begin with a type", length = 0,
      help = "begin with a type, as in `feat: # 12`; the types are build, chore, ci, docs, feat, fix, perf, "
        .. "refactor, revert, style, test",
    },
    {
      finding = "commit #3 1:1: subject is not `type(scope): description`: it has no colon after a type", length = 0,
      help = "begin with a type, as in `feat: …`; the types are build, chore, ci, docs, feat, fix, perf, refactor, "
        .. "revert, style, test",
    },
  },
}

check:case "other types, another example" {
  options = { types = { "change" } },
  commits = { "x" },
  expect = {
    {
      finding = "commit 1:1: subject is not `type(scope): description`: it has no colon after a type", length = 0,
      help = "begin with a type, as in `change: x`; the types are change",
    },
  },
}

check:case "what is wrong is underlined" {
  options = {
    scopes = { "core", "cli" }, max_subject = 14, max_body_line = 8, type_case = "lower",
    subject_case = "lower", full_stop = false, breaking_needs_footer = true,
  },
  commits = {
    "feat( core): x", "feat(coree): x", "Feat: x", "feat: 78901234567", "feat: Xy", "feat: x.", "feat!: x",
    "feat: x\nbody", "feat: x\n\n12345 7890", "feat: x\n\nRefs: ", "feat: x\n\nBreaking change: y", "feat:  ",
    "fixup! x",
  },
  expect = {
    { finding = "commit #1 1:6: the scope is not one word in parentheses", length = 5 },
    {
      finding = "commit #2 1:6: unknown scope `coree`; did you mean `core`?", length = 5,
      help = "the scopes are core, cli",
    },
    { finding = "commit #3 1:1: type `Feat` is not in lower case", length = 4 },
    { finding = "commit #4 1:15: subject has 17 characters, over the limit of 14", length = 3 },
    { finding = "commit #5 1:7: the description begins with a capital", length = 1 },
    { finding = "commit #6 1:8: the subject ends in a full stop", length = 1 },
    { finding = "commit #7 1:5: `!` without a `BREAKING CHANGE` footer that says what breaks", length = 1 },
    { finding = "commit #8 2:1: no blank line between subject and body", length = 4 },
    { finding = "commit #9 3:9: line has 10 characters, over the limit of 8", length = 2 },
    { finding = "commit #10 3:1: the footer `Refs` has no value", length = 6 },
    {
      finding = "commit #11 3:1: `Breaking change` is not `BREAKING CHANGE`, in capitals", length = 15,
      help = "write `BREAKING CHANGE: y`",
    },
    { finding = "commit #11 3:9: line has 18 characters, over the limit of 8", length = 10 },
    { finding = "commit #12 1:5: the description after the colon is missing", length = 1 },
    {
      finding = "commit #13 1:1: `fixup!` commit has not been squashed", length = 6,
      help = "git rebase --interactive --autosquash",
    },
  },
}

check:case "a missing scope or footer says what is accepted" {
  options = { scopes = { "core" }, require_scope = true, require_footers = { "Refs" } },
  commits = { "feat: x" },
  expect = {
    {
      finding = "commit 1:1: the footer `Refs` is missing", rule = "footer",
      help = "end the message with a blank line and `Refs: …`", length = 0,
    },
    {
      finding = "commit 1:5: the scope is missing", rule = "scope",
      help = "write `feat(scope): …`; the scopes are core", length = 0,
    },
  },
}

check:case "without a list of scopes none is named" {
  options = { require_scope = true },
  commits = { "feat: x" },
  expect = {
    { finding = "commit 1:5: the scope is missing", help = "write `feat(scope): …`" },
  },
}

check:case "an empty list of types accepts all" {
  options = { types = {} },
  message = "anything: goes\n",
  expect = {},
}

check:case "only the first fullwidth colon is the separator" {
  commits = { "feat\u{FF1A} a\u{FF1A} b" },
  expect = {
    { finding = "commit 1:5: the colon is a fullwidth one", help = "write `feat: a\u{FF1A} b`" },
  },
}

check:case "a subject that is none has no place to mark" {
  commits = { ": x", "word" },
  expect = {
    {
      finding = "commit #1 1:1: subject is not `type(scope): description`: it does not begin with a type",
      length = 0,
    },
    {
      finding = "commit #2 1:1: subject is not `type(scope): description`: it has no colon after a type",
      length = 0,
    },
  },
}

check:case "limits may be as small as 1" {
  options = { max_subject = 1, max_body_line = 1 },
  commits = { "feat: x\n\na b" },
  expect = {
    "commit 1:2: subject has 7 characters, over the limit of 1",
    "commit 3:2: line has 3 characters, over the limit of 1",
  },
}

check:case "what is no UTF-8 is cut at a byte" {
  options = { max_subject = 8, max_body_line = 4 },
  commits = { "feat: a\xFFbc\n\nab \xFFde" },
  expect = {
    { finding = "commit 1:9: subject has 10 characters, over the limit of 8", length = 2 },
    { finding = "commit 3:5: line has 6 characters, over the limit of 4", length = 2 },
  },
}

check:case "a letter that should be a capital is marked alone" {
  options = { subject_case = "sentence" },
  commits = { "feat: word" },
  expect = { { finding = "commit 1:7: the description does not begin with a capital", length = 1 } },
}

check:case "a full stop is fine by default" {
  commits = { "feat: a sentence." },
  expect = {},
}

check:case "footers directly below the subject are footers, once the blank line is there" {
  commits = { "feat: x\nBREAKING CHANGE: y", "feat: x\nBreaking change: y" },
  expect = {
    "commit #1 2:1: no blank line between subject and body",
    "commit #2 2:1: no blank line between subject and body",
    "commit #2 2:1: `Breaking change` is not `BREAKING CHANGE`, in capitals",
  },
}

check:case "a missing `!` is marked where it would stand" {
  options = { breaking_needs_mark = true },
  commits = { "feat: x\n\nBREAKING CHANGE: y" },
  expect = {
    {
      finding = "commit 1:5: `BREAKING CHANGE` without `!` before the subject's colon",
      rule = "breaking", length = 1,
    },
  },
}

check:case "a subject is repeated in the advice up to 60 characters" {
  options = { types = { "fix" } },
  commits = { ("x"):rep(60), ("x"):rep(61) },
  expect = {
    {
      finding = "commit #1 1:1: subject is not `type(scope): description`: it has no colon after a type",
      help = "begin with a type, as in `fix: " .. ("x"):rep(60) .. "`; the types are fix",
    },
    {
      finding = "commit #2 1:1: subject is not `type(scope): description`: it has no colon after a type",
      help = "begin with a type, as in `fix: …`; the types are fix",
    },
  },
}

check:case "a list of one type is a list" {
  options = { types = { "fix" } },
  commits = { "fix: a", "zzz: b" },
  expect = { "commit #2 1:1: unknown type `zzz`" },
}

check:case "rules of commitlint replace ours" {
  options = { commitlint = { ["type-enum"] = { 2, "always", "feat" }, ["body-leading-blank"] = { 1, "always" } } },
  commits = { "oops", "feat: x\nbody", "fix: a", "Merge branch 'x'" },
  expect = {
    { finding = "commit #2 2:1: body must have leading blank line", rule = "body-leading-blank", level = "warning" },
    { finding = "commit #3 1:1: type must be one of [feat]", rule = "type-enum", level = "error" },
  },
}

check:case "a header of a team's own, and nothing ignored" {
  options = {
    commitlint = { ["subject-empty"] = { 2, "never" } }, default_ignores = false,
    header_pattern = "^\\[(\\w+)\\] (.*)$", header_parts = { "type", "subject" },
  },
  commits = { "[fix] x", "fix: x", "Merge branch 'x'" },
  expect = {
    "commit #2 1:1: subject may not be empty",
    "commit #3 1:1: subject may not be empty",
  },
}

check:case "full stops of other scripts" {
  options = { full_stop = false },
  commits = { "fix: 修正。", "fix: x\u{2026}", "fix: x..." },
  expect = {
    { finding = "commit #1 1:12: the subject ends in a full stop", length = 3 },
    { finding = "commit #2 1:7: the subject ends in a full stop", length = 3 },
  },
}

check:case "a description that says something, and a body" {
  options = { min_description = 5, require_body = true },
  commits = { "fix: four\n\nRefs: #1", "fix: fives\n\nbody", "fix: fives" },
  expect = {
    { finding = "commit #1 1:6: the description has fewer than 5 characters", rule = "subject-length", length = 4 },
    { finding = "commit #1 3:1: the body is missing", rule = "body", length = 0 },
    "commit #3 1:1: the body is missing",
  },
}

check:case "forbidden words and trailing whitespace" {
  options = { forbidden_words = { "WIP", "todo" }, trailing_whitespace = true },
  commits = { "fix: wip, more\n\nTODO: x \nwipe it" },
  expect = {
    { finding = "commit 1:6: the word `WIP` is forbidden", rule = "word", length = 3 },
    { finding = "commit 3:1: the word `todo` is forbidden", rule = "word" },
    { finding = "commit 3:8: trailing whitespace", rule = "whitespace", length = 1 },
  },
}

check:case "what is ignored" {
  options = { ignore = { "^skip" }, ignore_authors = { "*@bots.example.org" } },
  commits = {
    "skip this", { message = "oops", author = "B <b@bots.example.org>" }, "oops", "Bump a from 1 to 2",
  },
  expect = {
    "commit #3 1:1: subject is not `type(scope): description`: it has no colon after a type",
    "commit #4 1:1: subject is not `type(scope): description`: it has no colon after a type",
  },
}

check:case "what tools write" {
  options = { ignore_tools = true },
  commits = {
    "Bump a from 1 to 2", "v1.2.3", "1.2.3-rc.1", "Release v1", "[maven-release-plugin] prepare", "Update dependency x",
    "Squashed 'lib/' changes from commit 1234", "Split 'lib/' into commit '12'",
    { message = "oops", author = "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>" },
    "Bump it",
  },
  expect = { "commit #10 1:1: subject is not `type(scope): description`: it has no colon after a type" },
}

check:case "where a rule of commitlint reports" {
  options = {
    commitlint = {
      ["body-max-line-length"] = { 2, "always", 5 }, ["footer-max-line-length"] = { 2, "always", 8 },
      ["subject-empty"] = { 2, "never" },
    },
  },
  commits = {
    "fix: x\n\n\nshort\nlonger\n\nRefs: #1\nRefs: #12", "oops", "Merge branch 'x'", "fix: x\n\nlonger",
    "fix: x\n\nRefs: #12",
  },
  expect = {
    { finding = "commit #1 5:1: body's lines must not be longer than 5 characters", length = 0 },
    "commit #1 8:1: footer's lines must not be longer than 8 characters",
    "commit #2 1:1: subject may not be empty",
    "commit #4 3:1: body's lines must not be longer than 5 characters",
    "commit #5 3:1: footer's lines must not be longer than 8 characters",
  },
}

check:case "a subject is no body, a second line is one" {
  options = { require_body = true },
  commits = { "oops", "fix: x\nbody" },
  expect = {
    "commit #1 1:1: the body is missing",
    "commit #1 1:1: subject is not `type(scope): description`: it has no colon after a type",
    "commit #2 2:1: no blank line between subject and body",
  },
}

check:case "a message that is too large to be one" {
  options = { max_subject = 0 },
  commits = { "fix: x\n\n" .. ("a\n"):rep(524284), "fix: x\n\n" .. ("a\n"):rep(524284) .. "b" },
  expect = { { finding = "commit #2 1:1: the message is larger than 1 MiB", rule = "size", length = 0 } },
}
