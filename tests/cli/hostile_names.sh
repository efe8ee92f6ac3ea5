#!/usr/bin/env bash
# Names and texts of a pull request - paths, names of checks, rules, options, cases, their documentation -
# are shown by every command without acting on the terminal, forging a line or a CI system's command.
. "$(dirname "$0")/../lib.sh"

esc=$'\e[2J' c1=$'\xc2\x9b31m' bidi=$'\xe2\x80\xae' line=$'\n::error::forged' azure='##vso[task.complete]x'
hostile="a$esc$c1$bidi$line$azure"

# No control character but line feeds and tabs, no bidirectional override, no command.
expect_harmless() {
  local text
  text=$(cat "$SCRATCH/.out" "$SCRATCH/.err")
  if printf '%s' "$text" | LC_ALL=C grep -qP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]|^\s*::error|##vso\['; then
    fail "the output holds what acts: $(printf '%s' "$text" | LC_ALL=C grep -P '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]|^\s*::error|##vso\[' | head -3 | cat -v)"
  fi
  [ -n "$text" ] || fail "nothing was printed"
}
# A check whose every text is hostile.
hostile_check() {
  mkdir -p .moongate/checks
  cat >".moongate/checks/$1.lua" <<LUA
local bad = "a\27[2J\xc2\x9b31m\u{202E}\n::error::forged\n##vso[task.complete]x\127"
local one = bad:gsub("\n", " ")
return {
  api = 1, summary = one, doc = bad, url = "https://example.com/" .. one,
  options = { word = { default = bad, doc = bad }, one = { default = bad, one_of = { bad, "b" }, doc = bad } },
  rules = { r = { summary = one, help = bad } },
  changed_file = function(file) file:report(bad, { rule = "r", help = bad }) end,
}
LUA
}

it "test: the path of a check without a test, and of a test that fails"
  repository
  mkdir -p .moongate/checks
  echo 'return { api = 1, summary = "x", change = function() end }' >".moongate/checks/$(printf '%s' "$hostile" | tr / _).lua"
  run moongate test
  expect_harmless
  expect_out 'no test'
  expect_out '\x1B[2J'
  printf 'syntax error here' >".moongate/checks/$(printf '%s' "$hostile" | tr / _)_test.lua"
  run moongate test
  expect_harmless

it "test: titles, findings, expectations and module failures"
  repository
  hostile_check bad
  cat >.moongate/checks/bad_test.lua <<'LUA'
local bad = "a\27[2J\xc2\x9b31m\u{202E}\n::error::forged\n##vso[task.complete]x\127"
local check = require("moongate.test").check("bad")
check:case(bad) { after = { ["a.txt"] = "x\n" }, expect = { bad } }
check:case(bad .. "2") { after = { [bad] = "x\n" }, expect = { bad } }
check:case(bad .. "3") { after = { ["a.txt"] = "x\n" }, options = { word = 1 }, expect = { bad } }
LUA
  run moongate test
  expect_harmless
  expect_out FAILED
  write .moongate/checks/_m.lua 'return {}\n'
  cat >.moongate/checks/_m_test.lua <<'LUA'
local bad = "a\27[2J\xc2\x9b31m\u{202E}\n::error::forged\n##vso[task.complete]x\127"
local test = require("moongate.test")
test.case(bad, function() error(bad) end)
error(bad)
LUA
  run moongate test
  expect_harmless
  run moongate test --mutate
  expect_harmless

it "list, explain and schema"
  repository
  hostile_check bad
  hostile_check "$(printf '%s' "$hostile" | tr / _)"
  for command in list "list --names" "explain bad" "explain bad/r" "explain" "schema" "schema --policy"; do
    run moongate $command
    expect_harmless
  done
  run moongate explain "$hostile"
  expect_harmless
  printf '[checks."%s"]\nlevel = "off"\n[checks.bad]\nword = "\\u001b[2J\\u202e"\n' 'x\u001b[2J' >moongate.toml
  for command in list "explain bad" "explain" "schema" "check --staged"; do
    run moongate $command
    expect_harmless
  done
  run moongate schema
  expect_json '.properties.checks.properties.bad.properties.word.description | contains("\u001b[2J")' true

it "check: every format"
  repository
  hostile_check bad
  name=$(printf '%s' "$hostile" | tr / _)
  printf 'x\n' >"$name"
  git add -A
  for format in text json sarif junit checkstyle gitlab markdown; do
    run moongate check --staged --check bad --format $format
    expect_harmless
  done

it "a patch that Git applies, its names quoted as Git quotes them"
  repository
  name=$(printf '%s' "$hostile" | tr / _)
  printf 'x \n' >"$name"
  printf 'x \n' >"grüße und \"mehr\".txt"
  git add -A
  moongate check --staged --check lint/trailing-whitespace --fix=patch >"$SCRATCH/patch" 2>"$SCRATCH/.err"
  cp "$SCRATCH/patch" "$SCRATCH/.out"
  run cat "$SCRATCH/patch"
  expect_harmless
  expect_out 'grüße'
  run git apply --check --cached "$SCRATCH/patch"
  expect_exit 0
  git apply --cached "$SCRATCH/patch"
  expect_same "the fixed file" x "$(git show ":$name")"
  expect_same "the other file" x "$(git show ":grüße und \"mehr\".txt")"

finish
