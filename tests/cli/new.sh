#!/usr/bin/env bash
# moongate new, and how moongate test runs what it wrote.
. "$(dirname "$0")/../lib.sh"

it "every kind of check that --help names works as it is, and its test notices what is broken"
  repository
  run moongate new --help
  kinds=$(tr -s ' \n' ' ' <<<"$out" | grep -oP 'What it looks at: \K[a-z_]+(, [a-z_]+)*' | tr -d ,)
  expect_same "kinds" 10 "$(wc -w <<<"$kinds")"
  for kind in $kinds; do
    run moongate new "team/$kind" --kind "$kind"
    expect_exit 0
    expect_file ".moongate/checks/team/$kind.lua"
  done
  run moongate test --mutate
  expect_exit 0
  expect_out " mutants, 0 survived"
  expect_no_out "no test"
  run moongate list
  expect_exit 0
  expect_out "team/pull_request"

it "takes every visitor's name for a kind"
  repository
  for visitor in added_line changed_file file match changed_node commit branch tag pull_request change; do
    run moongate new "check-$visitor" --kind "$visitor"
    expect_exit 0
    grep -q "^  $visitor = function" ".moongate/checks/check-$visitor.lua" || fail "it does not visit $visitor"
  done
  run moongate new other --kind pull-reqest
  expect_exit 2
  expect_err "there is no kind of check 'pull-reqest'"
  expect_err "did you mean 'pull_request'"

it "test finds the checks of its repository from every directory below it, and no others"
  write .moongate/checks/above.lua 'return { nonsense'
  mkdir inner && cd inner
  repository
  moongate new one >/dev/null
  mkdir -p a/b && ln -s a/b linked
  for directory in a a/b linked; do
    cd "$directory"
    run moongate test
    expect_exit 0
    expect_out "checks/one_test.lua:"
    cd "$OLDPWD"
    run moongate -C "$directory" test
    expect_exit 0
    expect_out "checks/one_test.lua:"
  done
  rm -r .moongate
  cd a
  run moongate test
  expect_exit 2
  expect_err "there is no .moongate/checks here"

it "--filter runs the cases it selects, and speaks of nothing else"
  repository
  moongate new one >/dev/null && moongate new two --kind tag >/dev/null
  write .moongate/checks/untested.lua 'return { api = 1, summary = "s", change = function() end }\n'
  run moongate test
  expect_out ".moongate/checks/untested.lua: no test"
  run moongate test --filter "a tag that is no version is reported"
  expect_exit 0
  expect_out_is ".moongate/checks/two_test.lua: 1 passed
1 passed, 0 failed"
  run moongate test --filter nothing
  expect_exit 2
  expect_err 'no case'

finish
