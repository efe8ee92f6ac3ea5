#!/usr/bin/env bash
# Whatever a person or a configuration names may be a device or a pipe that never ends, or a huge file: one
# error says so, with the bound, and no memory is spent on it.
. "$(dirname "$0")/../lib.sh"

# Memory is bounded far below what an unbounded reader would take before anybody noticed. Sanitizers
# take more of it from the start.
bounded() {
  local memory=2000000
  [[ "${BUILD_DIR:-}" != *san* ]] || memory=unlimited
  (ulimit -v $memory && exec timeout 600 "$@")
}
huge() { truncate -s 3G "$1"; }

refused() {
  expect_exit 2
  expect_any "is larger than $1"
  expect_none "bad_alloc"
  expect_none "should not happen"
}

it "bounds what merge reads"
  repository
  huge huge.json
  mkfifo endless
  for input in /dev/zero huge.json endless; do
    [ $input != endless ] || { cat /dev/zero >endless 2>/dev/null & }
    run bounded moongate merge $input
    refused "256 MiB"
    expect_err "$input: is larger"
  done
  wait

it "bounds policies and configurations on the command line and in the environment"
  repository
  huge huge.toml
  for input in /dev/zero huge.toml; do
    run bounded moongate check --policy $input
    refused "4 MiB"
    run bounded env MOONGATE_POLICY=$input moongate check
    refused "4 MiB"
    run bounded moongate check --config $input
    refused "4 MiB"
    run bounded moongate explain --config --policy $input
    refused "4 MiB"
    run bounded moongate doctor --policy $input
    refused "4 MiB"
  done

it "reads a policy from a pipe, and from one that is closed at once"
  repository
  write b.txt 'b  \n' && git add .
  run bash -c 'moongate check --policy <(printf "[checks.lint]\nlevel = \"off\"\n")'
  expect_exit 0
  run bash -c 'moongate check --policy <(true)'
  expect_exit 1

it "bounds a message file"
  repository
  huge message
  for input in /dev/zero message; do
    run bounded moongate check --message-file $input
    refused "16 MiB"
    run bounded moongate hook commit-msg $input
    refused "16 MiB"
  done

it "bounds stdin"
  repository
  last_command="check --stdin-path < /dev/zero"
  bounded moongate check --stdin-path a.txt </dev/zero >"$SCRATCH/.out" 2>"$SCRATCH/.err"
  status=$? out=$(cat "$SCRATCH/.out") err=$(cat "$SCRATCH/.err")
  refused "256 MiB"
  last_command="hook pre-push < /dev/zero"
  bounded moongate hook pre-push origin url </dev/zero >"$SCRATCH/.out" 2>"$SCRATCH/.err"
  status=$? out=$(cat "$SCRATCH/.out") err=$(cat "$SCRATCH/.err")
  refused "256 MiB"

it "bounds tests of checks, and checks that are tested"
  repository
  mkdir -p .moongate/checks && cd .moongate/checks || exit 1
  ln -s /dev/zero endless_test.lua
  run bounded moongate test .
  refused "4 MiB"
  rm endless_test.lua
  huge big.lua
  write big_test.lua 'local check = require("moongate.test").check("big")\ncheck:case "x" { after = {}, expect = {} }\n'
  run bounded moongate test .
  refused "4 MiB"

it "bounds configuration, checks and the baseline of the working tree"
  repository
  huge moongate.toml
  run bounded moongate check
  refused "4 MiB"
  rm moongate.toml && mkdir -p .moongate/checks
  huge .moongate/checks/big.lua
  run bounded moongate check
  refused "4 MiB"
  rm -r .moongate/checks && huge .moongate/baseline.json
  run bounded moongate check
  refused "64 MiB"

it "does not look into a hook that is a large program"
  repository
  mkdir -p .git/hooks && huge .git/hooks/pre-commit && chmod +x .git/hooks/pre-commit
  run bounded moongate doctor
  expect_out "pre-commit is another program's and does not call moongate"
  run bounded moongate install pre-commit
  expect_exit 0
  expect_none "bad_alloc"

it "fixes the index alone where the working tree has a huge file"
  repository
  write a.txt 'one  \n' && git add a.txt && huge a.txt
  run bounded moongate check --fix
  expect_exit 0
  expect_err "a.txt: fixed in the index only: it is larger than 256 MiB"

finish
