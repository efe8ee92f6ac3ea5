#!/usr/bin/env bash
# Findings of other tools: which file they are in, what they suppress, and new ones only.
. "$(dirname "$0")/../lib.sh"

# sarif RUN-MEMBERS RESULT…: other.sarif with one run. A result is made by `at`.
sarif() {
  local members=$1
  shift
  printf '%s\n' "$@" | jq -s --argjson members "$members" '{version: "2.1.0",
    runs: [{tool: {driver: {name: "Other Tool"}}, results: .} + $members]}' >other.sarif
}
# at URI LINE [MEMBERS-OF-THE-LOCATION] [MEMBERS-OF-THE-RESULT]: the message is the URI.
at() {
  jq -nc --arg uri "$1" --argjson line "$2" --argjson location "${3:-{\}}" --argjson more "${4:-{\}}" \
    '{ruleId: "R1", level: "error", message: {text: $uri}, locations: [{physicalLocation:
      {artifactLocation: ({uri: $uri} + $location), region: {startLine: $line}}}]} + $more'
}
# Three files of which the second line is added, one of them twice.
three_files() {
  repository
  write .gitignore '/*.sarif\n/*.json\nbuild/\n'
  for file in src/a.c app/src/a.c lib/only.c "with space/b.c"; do write "$file" 'one\n'; done
  commit "feat: a"
  for file in src/a.c app/src/a.c lib/only.c "with space/b.c"; do write "$file" 'one\ntwo\n'; done
  commit "feat: b"
}
mapped='[.findings[] | "\(.message)=\(.path)"] | sort | join(" ")'

it "resolves base ids, artifacts and file URIs"
  three_files
  sarif "$(jq -nc --arg root "file://$PWD/" '{originalUriBaseIds: {ROOT: {uri: $root}, APP: {uri: "app/", uriBaseId: "ROOT"}, LIB: {uri: "lib/"}},
    artifacts: [{location: {uri: "src/a.c", uriBaseId: "APP"}}]}')" \
    "$(at src/a.c 2)" "$(at src/a.c 2 '{"uriBaseId": "APP"}')" "$(at only.c 2 '{"uriBaseId": "LIB"}')" \
    "$(at "file://$PWD/with%20space/b.c" 2)" "$(at x 2 '{"index": 0}' | jq -c 'del(.locations[0].physicalLocation.artifactLocation.uri)')" \
    "$(at ./src/../src/a.c 2)"
  run moongate merge --range HEAD~1..HEAD other.sarif --format json
  expect_exit 1
  expect_json "$mapped" "./src/../src/a.c=src/a.c file://$PWD/with%20space/b.c=with space/b.c only.c=lib/only.c src/a.c=app/src/a.c src/a.c=src/a.c x=app/src/a.c"

it "finds files of a tool that ran elsewhere, on Windows, or in a directory"
  three_files
  sarif '{}' "$(at /builds/me/repo/src/a.c 2)" "$(at /builds/me/repo/lib/only.c 2)"
  run moongate merge --range HEAD~1..HEAD other.sarif --format json
  expect_json "$mapped" "/builds/me/repo/lib/only.c=lib/only.c /builds/me/repo/src/a.c=src/a.c"
  sarif '{}' "$(at 'lib\only.c' 2)" "$(at 'file:///D:/a/repo/repo/with%20space/b.c' 2)"
  run moongate merge --range HEAD~1..HEAD other.sarif --format json
  expect_json '[.findings[].path] | sort | join(" ")' "lib/only.c with space/b.c"
  sarif '{}' "$(at only.c 2)"
  run moongate merge --range HEAD~1..HEAD other.sarif --format json
  expect_json "$mapped" "only.c=lib/only.c"
  # Two files end alike: the root is named.
  sarif '{}' "$(at /x/app/src/a.c 2)"
  run moongate merge --range HEAD~1..HEAD --source-root /x/app other.sarif --format json
  expect_json "$mapped" "/x/app/src/a.c=src/a.c"

it "fails, with help, for findings in files that the repository does not have"
  three_files
  sarif '{}' "$(at src/a.c 2)" "$(at no/such.c 1)" "$(at https://host.example/other.c 1)"
  run moongate merge --range HEAD~1..HEAD other.sarif --format json
  expect_exit 3
  expect_json '.findings | length' 1
  expect_json '.problems[0].kind' repository
  expect_json '.problems[0].message' "2 findings are in files that this repository does not have, such as 'https://host.example/other.c'"
  expect_json '.problems[0].help | test("--source-root")' true
  # Without a change nothing is left out.
  run moongate merge other.sarif --format json
  expect_exit 1
  expect_json '.findings | length' 3

it "leaves out untracked files, and says so"
  three_files
  write build/made.c 'x\n'
  sarif '{}' "$(at build/made.c 1)" "$(at "file://$PWD/build/made.c" 1)"
  run moongate merge --range HEAD~1..HEAD other.sarif
  expect_exit 0
  expect_err "2 findings of other.sarif left out: in files that Git does not track, such as 'build/made.c'"

it "honours the tool's suppressions unless the policy forbids them"
  three_files
  sarif '{}' "$(at src/a.c 2 '{}' '{"suppressions": [{"kind": "inSource"}]}')"
  run moongate merge --range HEAD~1..HEAD other.sarif --format json
  expect_exit 0
  expect_json '.summary.suppressed' 1
  write ../policy.toml '[policy]\nallow_ignore = false\n'
  run moongate merge --range HEAD~1..HEAD --policy ../policy.toml other.sarif --format json
  expect_exit 1
  expect_json '"\(.summary.suppressed) \(.findings[0].path)"' "0 src/a.c"
  expect_err "1 suppression in other.sarif does not count: the policy forbids them"
  run env MOONGATE_POLICY=../policy.toml moongate merge other.sarif --format json
  expect_exit 1

it "accepts a tool's findings in the baseline, so that only new ones count"
  three_files
  sarif '{}' "$(at src/a.c 1)" "$(at /elsewhere/lib/only.c 2)"
  run moongate baseline other.sarif
  expect_exit 0
  expect_same "the tool's entries" 2 "$(jq '[.[] | objects | select(.from == "sarif")] | length' .moongate/baseline.json)"
  git add -A && git commit -qm "chore: baseline"
  run moongate merge other.sarif --format json
  expect_exit 0
  expect_json '.summary.baseline' 2
  # Lines move, the tool runs elsewhere and finds one more on a line that is equal to an accepted one.
  write src/a.c 'zero\none\none\ntwo\n' && commit "feat: move"
  sarif '{}' "$(at src/a.c 2)" "$(at src/a.c 3)" "$(at lib/only.c 2)"
  run moongate merge other.sarif --format json
  expect_exit 1
  expect_json '[.findings[] | "\(.path):\(.line)"] | join(" ")' "src/a.c:3"
  # Entries of a tool stay without its report, and go with one that has less.
  run moongate baseline
  expect_exit 0
  expect_same "the tool's entries" 2 "$(jq '[.[] | objects | select(.from == "sarif")] | length' .moongate/baseline.json)"
  sarif '{}' "$(at src/a.c 2)"
  run moongate baseline --prune other.sarif
  expect_exit 0
  expect_same "the tool's entries" 1 "$(jq '[.[] | objects | select(.from == "sarif")] | length' .moongate/baseline.json)"
  # Nothing is accepted of what fits no file.
  sarif '{}' "$(at no/such.c 1)"
  run moongate baseline other.sarif
  expect_exit 3
  expect_err "1 finding is in files that this repository does not have"

it "accepts merged reports, JSON and SARIF"
  three_files
  sarif '{}' "$(at /elsewhere/src/a.c 1)" "$(at /elsewhere/lib/only.c 2)"
  for format in json sarif; do
    rm -rf .moongate
    run moongate merge other.sarif --format $format=merged.json
    expect_exit 1
    run moongate baseline merged.json
    expect_exit 0
    git add -A && git commit -qm "chore: baseline of $format"
    run moongate merge other.sarif --format json
    expect_exit 0
    expect_json '.summary.baseline' 2
    git rm -qr .moongate && git commit -qm "chore: no baseline"
  done

it "has columns in bytes and in UTF-16 units of lines that the tool did not quote"
  repository && write a.c 'one\n' && commit "feat: a"
  write a.c 'one\n\303\251\360\237\230\200xyz\n' && commit "feat: b"
  sarif '{}' "$(at a.c 2 | jq -c '.locations[0].physicalLocation.region += {startColumn: 4, endColumn: 6}')"
  run moongate merge --range HEAD~1..HEAD other.sarif --format json
  expect_json '.findings[0] | "\(.column) \(.end_column) \(.utf16_column) \(.utf16_end_column)"' "7 9 4 6"
  run moongate merge --range HEAD~1..HEAD other.sarif --format sarif
  expect_json '.runs[0].results[0].locations[0].physicalLocation.region | "\(.startColumn) \(.endColumn)"' "4 6"

finish
