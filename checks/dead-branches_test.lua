local check = require("moongate.test").check("dead-branches")

check:case "a merged branch" {
  branches = {
    { name = "a", merged_into = "main", behind = 2 },
    { name = "b", merged_into = "main", merged_how = "squash", ahead = 3, behind = 2 },
    { name = "c", merged_into = "next", merged_how = "rebase", ahead = 1, behind = 2 },
    { name = "d", merged_into = "main", merged_how = "cherry-pick", ahead = 1, behind = 2 },
    { name = "e", ahead = 1 },
  },
  expect = {
    "branch a: merged into main",
    "branch b: merged into main by squash",
    "branch c: merged into next by rebase",
    "branch d: merged into main by cherry-pick",
  },
}

check:case "a branch without a commit of its own was only just begun" {
  branches = { { name = "new", merged_into = "main", ahead = 0, behind = 0 } },
  expect = {},
}

check:case "a branch that was created and has got no commit since was only just begun" {
  branches = {
    { name = "new", merged_into = "main", ahead = 0, behind = 3, begun_days = 90, age_days = 400 },
    { name = "forgotten", merged_into = "main", ahead = 0, behind = 3, begun_days = 91 },
    { name = "old-point", ahead = 0, age_days = 400, begun_days = 1 },
  },
  expect = { "branch forgotten: merged into main" },
}

check:case "what was merged and reverted is reported as that" {
  branches = {
    { name = "a", merged_into = "main", merged_how = "squash", ahead = 2, behind = 2, reverted = true },
  },
  expect = {
    { finding = "branch a: merged into main by squash, and reverted there later", rule = "reverted" },
  },
}

check:case "a remote-tracking branch that no remote updates" {
  branches = { { name = "a", remote = "old", head = ("d4"):rep(20), is_stale = true } },
  expect = {
    {
      finding = "branch old/a: stale: no remote has it or updates it any more", rule = "stale",
      commands = {
        "git branch -r -d -- old/a", "git update-ref refs/remotes/old/a " .. ("d4"):rep(20),
      },
    },
  },
}

check:case "what hosts and teams keep by convention" {
  branches = {
    { name = "stable", merged_into = "main", behind = 1 },
    { name = "production", merged_into = "main", behind = 1 },
    { name = "gh-pages", age_days = 900 },
  },
  expect = {},
}

check:case "a merged branch may stay for some days" {
  options = { merged_days = 7 },
  branches = {
    { name = "a", merged_into = "main", behind = 2, age_days = 7 },
    { name = "b", merged_into = "main", behind = 2, age_days = 6 },
  },
  expect = { "branch a: merged into main" },
}

check:case "an abandoned branch" {
  branches = {
    { name = "idle", age_days = 91, last_author = "Ann", ahead = 2 },
    { name = "one", age_days = 91, last_author = "Bob", ahead = 1 },
    { name = "ninety", age_days = 90, ahead = 2 },
  },
  expect = {
    "branch idle: no commit for 91 days, the last by Ann; 2 commits are not merged",
    "branch one: no commit for 91 days, the last by Bob; 1 commit is not merged",
  },
}

check:case "the age can be set" {
  options = { days = 1 },
  branches = { { name = "a", age_days = 2 }, { name = "b", age_days = 1 } },
  expect = { "branch a: no commit for 2 days, the last by A Developer" },
}

check:case "and switched off" {
  options = { days = 0, temporary_tags = { "tmp/**" } },
  branches = { { name = "idle", age_days = 4000 } },
  tags = { { name = "tmp/x", age_days = 4000 } },
  expect = {},
}

check:case "a branch whose upstream is gone" {
  branches = {
    { name = "a", upstream = "refs/remotes/origin/a", upstream_gone = true, ahead = 2 },
    { name = "b", upstream = "refs/remotes/origin/b", upstream_gone = true, merged_into = "main",
      merged_how = "squash", ahead = 1 },
    { name = "c", upstream = "refs/remotes/origin/c", age_days = 3 },
  },
  expect = {
    "branch a: its upstream is gone; 2 commits are not merged",
    "branch b: merged into main by squash",
  },
}

check:case "remote branches too, for which an upstream has no meaning" {
  branches = {
    { name = "a", remote = "origin", merged_into = "main", behind = 1 },
    { name = "b", remote = "origin", upstream_gone = true },
    { name = "c", remote = "origin", age_days = 100 },
  },
  expect = {
    "branch origin/c: no commit for 100 days, the last by A Developer",
    "branch origin/a: merged into main",
  },
}

check:case "what is current, default, protected or kept is never reported" {
  branches = {
    { name = "a", merged_into = "main", behind = 1, is_current = true },
    { name = "b", merged_into = "main", behind = 1, is_default = true },
    { name = "c", merged_into = "main", behind = 1, is_protected = true },
    { name = "main", merged_into = "next", behind = 1 },
    { name = "release/1.0", age_days = 900 },
    { name = "release/1/0", age_days = 900 },
    { name = "released", age_days = 900 },
  },
  expect = { "branch released: no commit for 900 days, the last by A Developer" },
}

check:case "what is kept can be set" {
  options = { keep = { "wip/**" } },
  branches = { { name = "wip/x/y", age_days = 900 }, { name = "release/1.0", age_days = 91 } },
  expect = { "branch release/1.0: no commit for 91 days, the last by A Developer" },
}

check:case "temporary tags" {
  options = { temporary_tags = { "tmp/**", "wip-*" } },
  tags = {
    { name = "tmp/a", age_days = 91 },
    { name = "tmp/b", age_days = 90 },
    { name = "wip-1", age_days = 100 },
    { name = "v1.0", age_days = 5000 },
  },
  expect = { "tag tmp/a: temporary tag is 91 days old", "tag wip-1: temporary tag is 100 days old" },
}

check:case "tags are nobody's business by default" {
  tags = { { name = "tmp/a", age_days = 5000 } },
  expect = {},
}

local a, b, o = ("a1"):rep(20), ("b2"):rep(20), ("c3"):rep(20)

check:case "the commands delete, wherever HEAD is, and restore" {
  branches = {
    { name = "a", head = a, merged_into = "main", behind = 1 },
    { name = "b", head = b, merged_into = "main", merged_how = "squash", behind = 1, ahead = 1 },
    { name = "a", head = o, remote = "origin", merged_into = "main", behind = 1 },
  },
  expect = {
    {
      finding = "branch a: merged into main", rule = "merged", level = "warning",
      commands = { "git branch -D -- a", "git branch -- a " .. a },
    },
    {
      finding = "branch b: merged into main by squash",
      commands = { "git branch -D -- b", "git branch -- b " .. b },
    },
    {
      finding = "branch origin/a: merged into main",
      commands = {
        "git push --force-with-lease=refs/heads/a:" .. o .. " -- origin :refs/heads/a",
        "git push -- origin " .. o .. ":refs/heads/a",
      },
    },
  },
}

check:case "a branch may be called anything" {
  branches = { { name = "$(reboot)'", head = a, merged_into = "main", merged_how = "squash", ahead = 1 } },
  expect = {
    {
      finding = "branch $(reboot)': merged into main by squash",
      commands = {
        [[git branch -D -- '$(reboot)'\''']], [[git branch -- '$(reboot)'\''' ]] .. a,
      },
    },
  },
}

check:case "a temporary tag's commands" {
  options = { temporary_tags = { "tmp/**" } },
  tags = { { name = "tmp/a b", head = b, age_days = 91 } },
  expect = {
    {
      finding = "tag tmp/a b: temporary tag is 91 days old", rule = "tag",
      commands = { "git tag -d -- 'tmp/a b'", "git tag -- 'tmp/a b' " .. b },
    },
  },
}
