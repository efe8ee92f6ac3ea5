#!/usr/bin/env bash
# What a check may take grows with what it looks at; the budget is for those who wait.
. "$(dirname "$0")/../lib.sh"

# python FILE: 27 KB that take a parser longer than the bare limit below.
python() {
  local i
  for ((i = 0; i < 500; ++i)); do echo "def f$i(a, b=1): return a[$i] + g(b, '$i')  # a note"; done >"$1"
}

it "many files that are parsed are no reason to give a healthy check up"
  repository
  python a.py
  for ((copy = 0; copy < 60; ++copy)); do sed "s/b=1/b=$copy/" a.py >"m$copy.py"; done
  write moongate.toml '[limits]\ncheck_time = "0.05s"\n'
  git add .
  run moongate check --no-cache --check lint/debugger-statement --format json
  expect_exit 0
  expect_json '.checks[] | select(.name == "lint/debugger-statement") .status' ok

it "a flood that is accepted, off or mild hides nothing that stands behind it"
  repository
  write .moongate/checks/flood.lua 'return { api = 1, summary = "s", rules = { w = { summary = "w" }, e = { summary = "e" } },
  added_line = function(line) line:report("x", { rule = line.text:sub(1, 1), level = line.text == "w" and "note" or "error" }) end }'
  { yes w | head -10050; echo e; } >z.txt
  rules() {
    write moongate.toml "$1"
    git add .
    run moongate check --check flood --format json -- z.txt
    expect_exit 1
    expect_json '[.findings[] | select(.rule == "e") | .line] | first' 10051
  }
  rules ''
  expect_json '.summary | "\(.errors) \(.notes)"' "1 10050"
  expect_json '.findings | length' 10000
  rules '[checks.flood.rules]\nw = "off"\n'
  expect_json '.findings | length' 1
  rules '[[ignore]]\ncheck = "flood/w"\npaths = ["z.txt"]\nreason = "r"\n'
  expect_json '.summary | "\(.errors) \(.suppressed)"' "1 10050"
  sed -i 's/^w$/w  # moongate:ignore flood r/' z.txt
  sed -i 's/line.text == "w"/line.text:find("^w")/' .moongate/checks/flood.lua
  rules ''
  expect_json '.summary | "\(.errors) \(.suppressed)"' "1 10000"

it "only what someone waits for is held against the budget"
  repository
  write a.txt 'a\n'
  write moongate.toml 'budget = "0.0001s"\n'
  git add .
  run moongate check
  expect_exit 0
  expect_out "slower than the budget"
  git commit -qm "feat: a"
  run moongate check --all
  expect_exit 0
  expect_no_out "slower than the budget"

finish
