#!/usr/bin/env bash
# A command line that makes no sense is told in its own words, with what was probably meant.
. "$(dirname "$0")/../lib.sh"

# told "message" "help" COMMAND…
told() {
  local message=$1 help=$2
  shift 2
  run "$@"
  expect_exit 2
  expect_err "$message"
  expect_err "$help"
  expect_out_is ""
}

it "a mistyped command, also behind the program's own options"
  told "there is no command 'chekc'" "did you mean 'check'?" moongate chekc
  told "there is no command 'lst'" "did you mean 'list'?" moongate --color never lst
  told "there is no command 'lst'" "did you mean 'list'?" moongate --color=never lst

it "a mistyped option"
  told "moongate check has no option '--al'" "did you mean '--all'?" moongate check --al
  told "moongate check has no option '--fail-in'" "did you mean '--fail-on'?" \
    moongate check --fail-in=note
  told "moongate has no option '--versoin'" "did you mean '--version'?" moongate --versoin

it "an option that resembles none, a word too many, no command at all"
  told "moongate check has no option '-x'" "moongate check --help" moongate check -x
  told "moongate list does not take 'a'" "moongate list --help" moongate list a b
  told "a command is missing" "moongate --help" moongate

it "a value that is empty, as a variable that is not set leaves it"
  repository
  for option in --range --commit --config --config-from --policy --fail-on --shard --message-file \
    --stdin-path --check; do
    told "$option: the value is empty" "a variable that is not set?" moongate check "$option" ""
  done
  told "-C: the value is empty" "a variable that is not set?" moongate -C "" check

it "a value that is missing, an option taken for one"
  repository
  told "-C: 1 required DIR missing" "moongate --help" moongate -C
  told "--commit: the value is missing before '--all'" "./--all" moongate check --commit --all
  told "--format: the value is missing before '--quiet'" "./--quiet" moongate check --format --quiet
  told "--range: 'a..b..c' has more than two ends" "origin/main..HEAD" moongate check --range a..b..c

it "two outputs to one file"
  repository
  told "--format: two outputs would go to a.out" "a file of its own" \
    moongate check --format json=a.out --format sarif=a.out
  told "--format: two outputs would go to a.out" "a file of its own" \
    moongate check --fix=patch=a.out --format json=a.out

it "--trace tells the steps on stderr, and stdout stays what it is"
  repository
  write moongate.toml 'fail_on = "note"\n'
  write a.txt 'a\n'
  git add .
  run moongate check --trace --format json
  expect_exit 0
  expect_json .summary.exit 0
  for step in "opened the change: staged, 2 files, 0 commits, from " "loaded the checks: " \
    "read the settings: moongate.toml (repository)" "ran size-limit: ok"; do
    expect_err "$step"
  done

it "nothing is pushed, and who reads JSON gets a document"
  repository
  run_with "" moongate hook pre-push origin url --format json
  expect_exit 0
  expect_json .change.kind push
  expect_json .summary.exit 0
  run_with "" moongate hook pre-push origin url
  expect_exit 0
  expect_out_is ""
  run moongate hook pre-push origin url
  expect_exit 2
  expect_err "stdin is not a pipe"
  expect_err "use_stdin"

it "a value that is none of those there are"
  told "--color: 'blue' is not auto, always or never" "moongate list --help" moongate --color=blue list

it "an option that may be repeated does not swallow the paths behind it"
  repository
  write a.txt 'bad \n'
  write ./-dash.txt 'bad \n'
  git add -- .
  run moongate check --check lint a.txt
  expect_exit 1
  expect_out "a.txt:1:4"
  expect_no_out "-dash.txt"
  run moongate check --format text --check lint -- -dash.txt
  expect_exit 1
  expect_out "-dash.txt:1:4"
  expect_no_out " a.txt:1:4"

it "who reads JSON gets a document"
  run moongate check --al --format json
  expect_exit 2
  expect_json .change.kind staged
  expect_out "\"message\": \"moongate check has no option '--al'\""

it "every report that was asked for is written, whatever is wrong, and none of an earlier run stays"
  repository
  told_in() { expect_same "$1 says it" "$2" "$(jq -r '"\(.summary.exit) \(.change.kind) \(.problems[0].message)"' "$1")"; }
  stale() { echo '{"summary": {"exit": 0}}' >rep.json; }
  run moongate check --range a..b --format json=- --bogus
  expect_exit 2
  expect_json .change.kind range
  expect_json .summary.exit 2
  stale && run env CI=1 moongate check --format json=rep.json --format sarif=rep.sarif
  expect_exit 2
  told_in rep.json "2 staged nothing is staged, and this is a CI run"
  expect_same SARIF false "$(jq '.runs[0].invocations[0].executionSuccessful' rep.sarif)"
  stale && run moongate check --commit HEAD --shard 3 --format=json=rep.json
  expect_exit 2
  told_in rep.json "2 commit --shard: '3' is not I/N"
  stale && run moongate hook commit-msg --format json=rep.json
  expect_exit 2
  told_in rep.json "2 message hook commit-msg: missing FILE"
  stale && run moongate merge nothing-here.json --format json=rep.json
  expect_exit 2
  told_in rep.json "2 staged cannot be read: No such file or directory"
  stale && run moongate merge rep.json nothing-here.json --format json=rep.json
  expect_exit 2
  expect_same "what was to be merged" 0 "$(jq .summary.exit rep.json)"
  stale && run moongate -C .. ci --format json=rep.json
  expect_exit 3
  expect_same "a directory without a repository" 3 "$(jq .summary.exit ../rep.json)"
  stale && run moongate ci --format json=rep.json
  expect_exit 2
  expect_same "no CI run" 2 "$(jq .summary.exit rep.json)"
  # The files that can be written tell of the one that cannot.
  write bad.txt 'bad \n' && git add bad.txt
  run moongate check --format json=rep.json --format sarif=nowhere/x.sarif --format json
  expect_exit 2
  expect_json '"\(.summary.exit) \(.findings | length) \(.problems[0].path)"' "2 1 nowhere/x.sarif"
  told_in rep.json "2 staged cannot write the report"

it "an option of a command stands behind it"
  run moongate --format json check
  expect_exit 2
  expect_err "--format stands before the command it belongs to"
  expect_err "moongate check --format"
  expect_json .summary.exit 2
  told "--range stands before the command it belongs to" "moongate check --range" moongate --range a..b check

it "what this version cannot do is said, and is no mistake of typing"
  repository
  for flags in --history "--history --dangling" --dangling; do
    run moongate check $flags
    expect_exit 2
    expect_err "this version cannot check the whole history"
    expect_no_err "has no option"
  done

it "--trace tells what was decided and read, on stderr alone"
  repository
  write src/a.txt 'blank \n'
  write src/moongate.toml '[checks.size-limit]\nmax_file = 3\n'
  write .moongate/checks/mine.lua 'return { api = 1, summary = "s", added_line = function() end }\n'
  git add .
  run moongate check --format json
  report=$(jq 'del(.timing, .change.now)' <<<"$out")
  run moongate check --format json --trace
  expect_exit 1
  expect_same "the report" "$report" "$(jq 'del(.timing, .change.now)' <<<"$out")"
  expect_err "rules: of the working tree $PWD"
  expect_err "read the settings: src/moongate.toml (nested)"
  expect_err "check dead-branches not run: there is nothing that it looks at in a change of kind staged"
  [[ "$err" =~ "file src/a.txt: "[0-9.]+" ms; checked by "[^$'\n']*"lint/trailing-whitespace, mine, "[^$'\n']*"size-limit" ]] ||
    fail "no such line of src/a.txt"
  expect_same "lines without the program's name" "" "$(grep -v '^moongate: ' <<<"$err")"
  run moongate hook pre-commit --trace --quiet
  expect_err "rules: of the change itself"
  write moongate.toml '[checks.lint]\nlevel = "off"\n'
  rm -r src && git add .
  run moongate check --trace
  expect_err "check lint/trailing-whitespace not run: its level is off"

it "--trace shows no secret"
  repository
  token=ghp_$(printf 'a1B2c3D4e5%.0s' 1 2 3)F6g7h8
  write "$token.txt" "x\n" && write b.txt "token = $token\n"
  git add .
  run moongate check --trace --check secrets
  expect_exit 1
  expect_err "trace:"
  expect_none "$token"

finish
