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

it "only what somebody waits for is held against the budget"
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
