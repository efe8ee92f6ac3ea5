local check = require("moongate.test").check("branch-rules")

check:case "nothing is asked without options" {
  branches = { { name = "any thing", behind = 100 } },
  tags = { { name = "x" } },
  expect = {},
}

check:case "names of branches" {
  options = { names = { "feature/.+", "fix/.+" } },
  branches = {
    { name = "feature/a" }, { name = "fix/b" }, { name = "xfix/b" }, { name = "fix/" }, { name = "main" },
    { name = "trunk", is_default = true }, { name = "dependabot/npm/x" },
  },
  expect = {
    { finding = "branch fix/: the branch's name `fix/` does not match `feature/.+`, `fix/.+`", rule = "name",
      help = "rename it: git branch -m NAME" },
    "branch xfix/b: the branch's name `xfix/b` does not match `feature/.+`, `fix/.+`",
  },
}

check:case "a ticket in the name" {
  options = { ticket = "[A-Z]+-[0-9]+" },
  branches = { { name = "a/AB-12-x" }, { name = "a/x" } },
  expect = { { finding = "branch a/x: the branch's name `a/x` has no ticket", rule = "ticket" } },
}

check:case "the head of a pull request" {
  options = { names = { "f/.+" } },
  pull_request = { title = "x", head = "g/x" },
  expect = { "change: the pull request's name `g/x` does not match `f/.+`" },
}

check:case "how far a branch is behind" {
  options = { max_behind = 10 },
  branches = { { name = "a", behind = 10 }, { name = "b", behind = 11 }, { name = "develop", behind = 99 } },
  expect = { { finding = "branch b: is 11 commits behind, over the limit of 10", rule = "behind",
    help = "merge the default branch, or rebase onto it" } },
}

check:case "tags" {
  options = { tags = { "v[0-9.]+" }, annotated_tags = true },
  tags = { { name = "v1.0", annotated = true }, { name = "v1.x", annotated = true }, { name = "v2", annotated = false } },
  expect = {
    { finding = "tag v1.x: the tag's name `v1.x` does not match `v[0-9.]+`", rule = "tag" },
    { finding = "tag v2: the tag is not annotated", rule = "tag", help = "git tag --annotate --force NAME" },
  },
}

check:case "people" {
  options = { author_emails = { ".*@example[.]org" }, committer_names = { "Ann", "Bob" }, committer_is_author = true },
  commits = {
    { message = "a", author = "Ann <a@example.org>", committer = "Ann <A@example.org>" },
    { message = "b", author = "Ann <a@example.com>", committer = "Ann <a@example.com>" },
    { message = "c", author = "Ann <a@example.org>", committer = "Eve <e@example.org>" },
  },
  expect = {
    { finding = "commit #2: the author's address a@example.com does not match `.*@example[.]org`", rule = "author",
      help = "git config user.email ADDRESS, then git commit --amend --reset-author" },
    { finding = "commit #3: the committer e@example.org is not the author a@example.org", rule = "committer",
      help = "git commit --amend --reset-author" },
    { finding = "commit #3: the committer's name Eve does not match `Ann`, `Bob`", rule = "committer",
      help = "git config user.name NAME, then git commit --amend --reset-author" },
  },
}

check:case "a linear history without fixups" {
  options = { linear_history = true, no_fixups = true },
  commits = { { message = "Merge x", merge = true }, "fixup! a", "squash! b", "amend! c", "fixup d" },
  expect = {
    { finding = "commit #1: a merge commit in a linear history", rule = "linear-history", help = "git rebase the branch instead" },
    { finding = "commit #2 1:1: `fixup!` commit has not been squashed", rule = "fixup", length = 6,
      help = "git rebase --interactive --autosquash" },
    "commit #3 1:1: `squash!` commit has not been squashed",
    "commit #4 1:1: `amend!` commit has not been squashed",
  },
}

check:case "the same without the options" {
  commits = { { message = "Merge x", merge = true, author = "A <a@b>", committer = "B <b@c>" }, "fixup! a" },
  expect = {},
}

check:case "one commit behind is enough for a limit of none but one" {
  options = { max_behind = 1 },
  branches = { { name = "a", behind = 1 }, { name = "b", behind = 2 } },
  expect = { "branch b: is 2 commits behind, over the limit of 1" },
}
