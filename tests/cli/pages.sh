# Pages about checks and settings, schemas, and the baseline.
. "$(dirname "$0")/../lib.sh"

team_check() {
  write .moongate/checks/no-print.lua 'return {
  api = 1,
  summary = "No print is left",
  doc = "Prints are for trying things out.",
  options = { word = { default = "print", doc = "What is looked for" } },
  rules = { call = { summary = "A call of print", help = "Take it out." } },
  added_line = function(line, opt)
    local column = line.text:find(opt.word, 1, true)
    if column then line:report("a print", { rule = "call", column = column }) end
  end,
}'
}

it "list: every check with its summary, the team's too, plain when piped"
  repository && team_check
  run moongate list
  expect_exit 0
  for name in conventional-commits dead-branches lint/final-newline secrets size-limit no-print; do
    expect_out "$name"
  done
  expect_out "No print is left"
  expect_no_out $'\e'
  run moongate list --names
  expect_exit 0
  expect_same "sorted names" "$(LC_ALL=C sort <<<"$out")" "$out"
  expect_out "no-print"
  run moongate --color always list
  expect_out $'\e['

it "list works outside of a repository"
  run moongate list
  expect_exit 0
  expect_out size-limit

it "list and explain say which check does not load, and show the others"
  repository
  write .moongate/checks/bad.lua 'return { api = 1,\n  summary = }'
  for page in list "explain size-limit" "explain --config"; do
    run moongate $page
    expect_exit 2
    expect_err ".moongate/checks/bad.lua:2"
    expect_out size-limit
  done

it "explain: a check, a group, a rule, and what is near to what does not exist"
  repository && team_check
  run moongate explain no-print
  expect_exit 0
  expect_out "No print is left"
  expect_out "Prints are for trying things out."
  expect_out "What is looked for"
  expect_out "call"
  run moongate explain no-print/call
  expect_exit 0
  expect_out "Take it out."
  run moongate explain lint
  expect_exit 0
  expect_out "lint/trailing-whitespace"
  run moongate explain secrets/github-token
  expect_exit 0
  run moongate explain no-prnt
  expect_exit 2
  expect_err "no-print"
  run moongate explain no-print/cal
  expect_exit 2
  expect_err "call"

it "explain prints values as they are written, the stars of a glob and all"
  repository
  run moongate explain dead-branches
  expect_exit 0
  expect_out '"release/**", "release-*", "stable/**"'
  write moongate.toml '[checks.dead-branches]\nkeep = ["**", "env/**", "[a](b)"]\n'
  run moongate explain dead-branches
  expect_out 'now ["**", "env/**", "[a](b)"], set in moongate.toml:2; default ["main",'

it "explain shows how to accept what no comment can"
  repository
  for name in dead-branches dead-branches/merged; do
    run moongate explain $name
    expect_no_out "moongate:ignore"
    expect_out "[[ignore]]"
    expect_out "check = \"$name\""
    expect_out 'branches = ["NAME"]'
  done
  run moongate explain conventional-commits
  expect_no_out "moongate:ignore"
  expect_out 'commits = ["ID"]'
  run moongate explain lint
  expect_exit 0
  run moongate explain secrets
  expect_out "moongate:ignore secrets REASON"

it "explain knows every name that a report prints"
  repository
  write a.txt 'a  # moongate:ignore lint nothing\nb  # moongate:ignore lnit nothing\n' && git add a.txt
  run moongate check --format json
  expect_json '[.findings[].rule] | sort | join(" ")' 'unknown-ignore unused-ignore'
  for name in $(jq -r '.findings[] | "\(.check)/\(.rule)"' "$SCRATCH/.out"); do
    run moongate explain $name
    expect_exit 0
    expect_out "$name"
    expect_out "moongate:ignore"
  done
  run moongate explain moongate/unused-ignor
  expect_exit 2
  expect_err "moongate/unused-ignore"

it "explain --config: every setting, and the file and line that made it"
  repository && team_check
  write moongate.toml 'fail_on = "warning"\n\n[checks.no-print]\nword = "echo"\n'
  write ../policy.toml '[limits]\ncheck_time = "2s"\n'
  run moongate explain --config --policy ../policy.toml
  expect_exit 0
  [[ $(grep fail_on <<<"$out") == *warning*moongate.toml:1* ]] || fail "fail_on and where it is made"
  [[ $(grep check_time <<<"$out") == *2s*policy.toml:2* ]] || fail "check_time and where it is made"
  [[ $(grep -F word <<<"$out") == *echo*moongate.toml:4* ]] || fail "the check's own option"
  run moongate explain --config no-print
  expect_exit 2
  write moongate.toml 'fial_on = "warning"\n'
  run moongate explain --config
  expect_exit 2
  expect_err "moongate.toml:1"
  expect_err "fail_on"

it "schema: of the settings with the team's options, of a policy, of the report"
  repository && team_check
  run moongate schema
  expect_exit 0
  expect_json '[.. | objects | .description? // empty | select(. == "What is looked for")] | length > 0' true
  run moongate schema --policy
  expect_exit 0
  expect_json 'type' object
  run moongate schema --report
  expect_exit 0
  cmp -s "$SCRATCH/.out" "$SOURCE_DIR/docs/report.schema.json" || fail "not the published schema"
  run moongate schema --report --policy
  expect_exit 2

it "baseline: what is there is accepted, what is new counts, what is gone is pruned"
  repository
  write a.txt 'one  \ntwo  \n' && commit "feat: a"
  run moongate baseline
  expect_exit 0
  expect_out "2 accepted, 2 of them new"
  expect_out "a.txt:1"
  expect_file .moongate/baseline.json
  commit "chore: baseline"
  run moongate check --all --fail-on note
  expect_exit 0
  expect_out "2 in the baseline"
  run moongate baseline
  expect_exit 0
  expect_out "nothing to change, 2 accepted"
  write a.txt 'zero\none  \nthree  \n' && commit "fix: a"
  run moongate check --all --fail-on note
  expect_exit 1
  expect_out "a.txt:3"
  expect_no_out "a.txt:2"
  run moongate baseline --prune
  expect_exit 0
  expect_out "1 accepted, 0 of them new, 1 no longer there"
  run moongate check --all --fail-on note
  expect_exit 1

it "baseline: nothing is written where not everything could be checked"
  repository
  write .moongate/checks/bad.lua 'return {' && write a.txt 'one  \n' && commit "feat: a"
  run moongate baseline
  expect_exit 2
  expect_err "not written"
  expect_no_file .moongate/baseline.json
  git rm -q .moongate/checks/bad.lua && commit "chore: fix"
  write .moongate/baseline.json 'no JSON'
  run moongate baseline
  expect_exit 2
  expect_err "baseline.json"
  expect_same "the file" "no JSON" "$(cat .moongate/baseline.json)"

it "ci: says what it found to check, and refuses where there is no CI"
  repository
  run moongate ci --explain
  expect_exit 2
  printf '{"before": "%040d", "after": "%s", "ref": "refs/heads/main"}' 0 "$(git rev-parse HEAD)" >event.json
  run env CI=true GITHUB_EVENT_PATH="$PWD/event.json" GITHUB_ACTIONS=true GITHUB_EVENT_NAME=push GITHUB_SHA="$(git rev-parse HEAD)" \
    GITHUB_REF=refs/heads/main GITHUB_WORKSPACE="$PWD" moongate ci --explain
  expect_exit 0
  expect_out "checks "
  expect_out "$(git rev-parse HEAD)"

finish
