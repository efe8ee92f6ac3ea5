# A change that began before its target got its rules.
. "$(dirname "$0")/../lib.sh"

# main gets a check and settings after `old` has begun; `old` breaks the check.
start() {
  repository && git branch old
  write .moongate/checks/no-foo.lua 'return { api = 1, summary = "no foo", added_line = function(line)\n  if line.text == "foo" then line:report("foo") end\nend }\n'
  write moongate.toml '[checks."lint/final-newline"]\nlevel = "warning"\n'
  commit "chore: rules"
  git checkout -q old && write foo.txt 'foo\n' && commit "feat: foo"
}

it "a change that began before the rules is reported as such"
  start
  run moongate check --range main..HEAD
  expect_exit 0
  expect_out "older rules: this change began before its target got its present .moongate/checks/no-foo.lua, moongate.toml"
  run moongate check --range main..HEAD --format json
  expect_json '[.newer_rules[].path] | join(" ")' ".moongate/checks/no-foo.lua moongate.toml"

it "one that has the target's rules is not, nor one whose own rules are newer"
  start
  git merge -q --no-edit main
  run moongate check --range main..HEAD
  expect_exit 1
  expect_none "older rules"
  git checkout -q main && write b.txt 'b\n' && commit "feat: b"
  git checkout -q -b ahead HEAD~1 && write moongate.toml 'fail_on = "note"\n' && commit "chore: stricter"
  run moongate check --range main..HEAD
  expect_exit 0
  expect_none "older rules"

it "rules_from = target in a policy checks it by the target's rules"
  start
  write ../policy.toml '[policy]\nrules_from = "target"\n'
  run moongate check --range main..HEAD --policy ../policy.toml
  expect_exit 1
  expect_out "foo.txt:1: foo"
  expect_none "older rules"
  git commit -q --amend -m "feat: foo [skip moongate]"
  run moongate check --range main..HEAD --policy ../policy.toml
  expect_exit 1
  expect_out "does not count: this change is judged by the rules of another commit"
  write ../policy.toml '[policy]\nrules_from = "somewhere"\n'
  run moongate check --range main..HEAD --policy ../policy.toml
  expect_exit 2
  expect_err "policy.toml:2"

finish
