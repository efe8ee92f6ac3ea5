#!/usr/bin/env bash
# Whose secrets are hidden where: a check that the change itself brings hides only its own findings
# and the bytes that it matched.
. "$(dirname "$0")/../lib.sh"

# A check that calls whatever its pattern matches a secret, and reports it if told to.
marker() {
  printf "return { api = 1, summary = 'x', patterns = { p = { regex = %s, secret = true } }, %s
    match = function(m%s) %s end }\n" "'$1'" "${3:-}" "${4:-}" "${2:-}"
}
base() {
  repository
  write a.txt 'one\n'
  [ $# -eq 0 ] || { mkdir -p .moongate/checks && marker "$@" >.moongate/checks/marker.lua; }
  commit "chore: base"
}
bring() { mkdir -p .moongate/checks && marker "$@" >.moongate/checks/marker.lua; }
# Another check's finding, at a path and with a message that are the marker's words.
config() { write config.py 'x = 1  \n'; git add -A; }
shown="config.py:1:6: trailing whitespace"

it "hides nothing of others for a check that is staged with them, reporting or not"
  base
  for body in '' 'm:report("found")'; do
    bring '[^ ]+' "$body"
    config
    run moongate hook pre-commit
    expect_exit 1
    expect_any "$shown"
    run moongate check --staged
    expect_any "$shown"
  done

it "hides everything for a check that the base has, in every kind of change"
  base '[a-z]+\\.py'
  config
  run moongate check --staged
  expect_none "config.py"
  git commit -qm "feat: config"
  run moongate check --range HEAD~1..HEAD
  expect_none "config.py"
  run moongate check --commit HEAD
  expect_none "config.py"

it "takes what a commit, a range or a push brings for its own"
  base
  bring '[^ ]+'
  config
  git commit -qm "feat: config"
  run moongate check --commit HEAD --no-cache
  expect_any "$shown"
  run moongate check --range HEAD~1..HEAD
  expect_any "$shown"
  git init -q --bare ../remote.git && git remote add origin "$PWD/../remote.git"
  git push -q origin HEAD~1:refs/heads/main
  git fetch -q
  run_with "refs/heads/main $(git rev-parse HEAD) refs/heads/main $(git rev-parse HEAD~1)
" moongate hook pre-push origin "$PWD/../remote.git"
  expect_any "$shown"

it "takes a check for the change's own when one of its modules is"
  base '[a-z]+\\.py' '' '' ''
  printf 'local words = require "_words"\n%s' "$(sed 's/regex = [^,]*/regex = words/' .moongate/checks/marker.lua)" \
    >.moongate/checks/marker.lua
  echo 'return "[a-z]+_nothing"' >.moongate/checks/_words.lua
  echo 'return 1' >.moongate/checks/_other.lua
  commit "chore: a module"
  echo 'return "[^ ]+"' >.moongate/checks/_words.lua
  config
  run moongate check --staged
  expect_any "$shown"
  # A neighbour that it does not require changes nothing.
  git checkout -q HEAD .moongate && echo 'return "[a-z]+\\.py"' >.moongate/checks/_words.lua
  git add .moongate && git commit -qm "chore: words" -- .moongate
  echo 'return 2' >.moongate/checks/_other.lua && git add -A
  run moongate check --staged
  expect_none "config.py"

it "takes a check for the change's own when the change sets its options"
  base '[a-z]+\\.py|trailing' 'if opt.all then m:report("found") end' \
    'options = { all = { default = false } },' ', opt'
  printf '[checks.marker]\nall = true\n' >moongate.toml
  config
  run moongate check --staged
  expect_any "$shown"

it "hides in a snippet what a check of the change matched there, and in all that it says itself"
  base
  bring 'acme-[0-9]+' 'm:report("bad: " .. m.text)'
  write config.py 'key = acme-20261130  \nacme-2026 x\n'
  write b.py 'acme = 1  \n'
  git add -A
  run moongate check --staged --format json
  expect_none "acme-20261130"
  for text in "bad: acm****" "key = acm****" "trailing whitespace" "acme = 1"; do
    expect_any "$text"
  done
  run moongate check --staged --check lint
  expect_none "acme-20261130"

it "trusts the checks of the commit that --config-from names"
  base '[a-z]+\\.py'
  config
  git commit -qm "feat: config"
  run moongate check --range HEAD~1..HEAD --config-from HEAD~1
  expect_none "config.py"

it "trusts what a whole tree holds, and not what lies only on the disk"
  base '[a-z]+\\.py'
  config
  git commit -qm "feat: config"
  run moongate check --all
  expect_none "config.py"
  bring '[^ ]+'
  run moongate check --all
  expect_any "$shown"

it "does without the team's checks for a buffer, which stands in no tree"
  base '[a-z]+\\.py'
  run_with $'x = 1  \n' moongate check --stdin-path config.py
  expect_exit 1
  expect_any "$shown"

finish
