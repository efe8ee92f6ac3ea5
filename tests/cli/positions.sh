#!/usr/bin/env bash
# A finding names its place, whichever visitor it was reported from: what a visitor of the whole change
# or of a commit says of a file comes to the same as what a visitor of that file says.
. "$(dirname "$0")/../lib.sh"

# check NAME VISITOR BODY: each reports "bad" where a line has BAD in it.
check() { write ".moongate/checks/$1.lua" "return { api = 1, summary = 'x', $2 = function(v)\n$3\nend }\n"; }
report_on='if l.text:find("^BAD") then l:report("bad", { column = 1, length = 3, fix = "GUT" }) end'
by_file() { check by-file changed_file "for l in v:added_lines() do $report_on end"; }
by_change() { check by-change change "for _, f in ipairs(v.files) do for l in f:added_lines() do $report_on end end"; }
# The findings of each of two checks without what must differ: the check, and with it the fingerprint.
same_places() {
  local a b
  a=$(jq -c '[.findings[] | select(.check == "'"$1"'") | del(.check, .fingerprint)]' "$SCRATCH/.out")
  b=$(jq -c '[.findings[] | select(.check == "'"$2"'") | del(.check, .fingerprint)]' "$SCRATCH/.out")
  [ "$a" != "[]" ] || fail "$1 found nothing"
  [ "$a" = "$b" ] || fail "places differ: $1 $a, $2 $b"
}

it "has path, line, snippet and fix of a file of change.files"
  repository
  by_file; by_change
  write src/a.c 'one\nBAD\nthree\n'
  git add -A
  run moongate check --staged --check by-file --check by-change --format json
  expect_exit 1
  same_places by-file by-change
  expect_json '.findings[] | select(.check == "by-change") | "\(.path):\(.line):\(.column) \(.snippet) \(.fixes[0].edits[0].start)"' "src/a.c:2:1 BAD 4"

it "has the same fingerprint as before when lines move"
  repository
  by_change
  write a.c 'BAD\n'
  write b.c 'BAD\nBAD\n'
  git add -A
  run moongate check --staged --check by-change --format json
  first=$(jq -c '[.findings[].fingerprint] | sort' "$SCRATCH/.out")
  expect_json '[.findings[].fingerprint] | unique | length' 3
  write a.c 'moved\nBAD\n'
  git add -A
  run moongate check --staged --check by-change --format json
  expect_same fingerprints "$first" "$(jq -c '[.findings[].fingerprint] | sort' "$SCRATCH/.out")"

it "is accepted by a comment, which is not called unused"
  repository
  by_change
  write a.c '// moongate:ignore by-change made up\nBAD\n'
  git add -A
  run moongate check --staged --format json
  expect_exit 0
  expect_json .summary.suppressed 1
  expect_json '.findings | length' 0

it "is accepted by a baseline and by [[ignore]] with paths"
  repository
  by_change
  write a.c 'BAD\n'
  git add -A && git commit -qm "feat: add"
  run moongate baseline
  expect_exit 0
  run moongate check --all --check by-change --format json
  expect_exit 0
  expect_json .summary.baseline 1
  rm -r .moongate/baseline.json
  write moongate.toml '[[ignore]]\ncheck = "by-change"\npaths = ["a.c"]\nreason = "made up"\n'
  run moongate check --all --check by-change --format json
  expect_exit 0
  expect_json .summary.suppressed 1

it "is fixed"
  repository
  by_change
  write a.c 'one\nBAD\n'
  git add -A
  run moongate check --staged --check by-change --fix
  expect_same "the file" $'one\nGUT' "$(cat a.c)"

it "has the level of the path's nested settings"
  repository
  by_change
  write sub/a.c 'BAD\n'
  write a.c 'BAD\n'
  write sub/moongate.toml '[checks.by-change]\nlevel = "note"\n'
  git add -A
  run moongate check --staged --check by-change --format json
  expect_json '[.findings[] | "\(.path) \(.level)"] | join(", ")' "a.c error, sub/a.c note"

it "names commit and file of commit.files, at the first commit that has it"
  repository
  check by-commit commit "for _, f in ipairs(v.files) do for l in f:added_lines() do $report_on end end"
  check by-commits change "for i = #v.commits, 1, -1 do for _, f in ipairs(v.commits[i].files) do for l in f:added_lines() do $report_on end end end"
  git add -A && git commit -qm "feat: checks"
  base=$(git rev-parse HEAD)
  write a.c 'BAD\n'
  git add -A && git commit -qm "feat: one"
  one=$(git rev-parse HEAD)
  git rm -q a.c && git commit -qm "feat: gone"
  write a.c 'above\nBAD\n'
  git add -A && git commit -qm "feat: again"
  run moongate check --range "$base..HEAD" --check by-commit --check by-commits --format json
  for name in by-commit by-commits; do
    expect_json "[.findings[] | select(.check == \"$name\") | \"\\(.path):\\(.line) \\(.commit)\"] | join(\", \")" "a.c:2 $one"
  done

it "names the commit of change.commits, and the branch and tag"
  repository
  check each change 'for _, c in ipairs(v.commits) do c:report("c", { line = 1 }) end'
  git add -A && git commit -qm "feat: checks"
  base=$(git rev-parse HEAD)
  git commit -q --allow-empty -m "feat: two"
  run moongate check --range "$base..HEAD" --check each
  expect_out "commit $(git rev-parse --short=7 HEAD), line 1: c"
  run moongate check --range "$base..HEAD" --check each --format json
  expect_json '.findings[0] | "\(.commit) \(.line_of) \(.snippet)"' "$(git rev-parse HEAD) commit message feat: two"
  write .moongate/checks/refs.lua 'return { api = 1, summary = "x", stages = { "refs" }, change = function(v)
    for _, b in ipairs(v.branches) do b:report("b") end
    for _, t in ipairs(v.tags) do t:report("t", { line = 1 }) end
  end }\n'
  git tag -m "the tag" v1
  run moongate check --branches --check refs
  expect_out "branch main: b"
  expect_out "tag v1, line 1: t"

it "keeps a secret out of the snippet of a nested file"
  repository
  check nested change 'for _, f in ipairs(v.files) do if f.path == "a.py" then for l in f:added_lines() do l:report("line " .. l.number) end end end'
  secret="ghp_$(printf 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8' | head -c 36)"
  write a.py "token = \"$secret\"\n"
  git add -A
  run moongate check --staged --check nested --format json
  expect_json '.findings[0].path' a.py
  expect_none "$secret"

it "marks what stands behind a masked secret, and says what is masked"
  repository
  secret="ghp_$(printf 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8' | head -c 36)"
  write a.py "token = \"$secret\"   \n"
  git add -A
  run moongate check --staged --check lint/trailing-whitespace --format json
  expect_json '.findings[0] | "\(.column) \(.end_column) \(.snippet)"' '51 54 token = "ghp_****"   '
  expect_json '.findings[0].masked' '[{"column":10,"end_column":50,"start":9,"end":17}]'
  run moongate check --staged --check lint/trailing-whitespace
  expect_out 'token = "ghp_****"···
      |                   ^^^'
  # The same from the report, read back.
  moongate check --staged --check lint/trailing-whitespace --format json=r.json >/dev/null 2>&1
  run moongate merge r.json
  expect_out 'token = "ghp_****"···
      |                   ^^^'
  # SARIF is about the file: its columns stay.
  run moongate check --staged --check lint/trailing-whitespace --format sarif
  expect_json '.runs[0].results[0].locations[0].physicalLocation.region | "\(.startColumn) \(.endColumn)"' "51 54"

it "has columns in UTF-16 units, also of a file in UTF-16"
  repository
  secret="ghp_$(printf 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8' | head -c 36)"
  for encoding in UTF-8 UTF-16LE UTF-16BE; do
    printf 'name = x\né😀 = "%s"\n' "$secret" | iconv -f UTF-8 -t $encoding >a.py
    [ $encoding = UTF-8 ] || { { [ $encoding = UTF-16LE ] && printf '\377\376' || printf '\376\377'; cat a.py; } >b.py; mv b.py a.py; }
    git add -A
    run moongate check --staged --check secrets --format sarif
    expect_exit 1
    expect_json '.runs[0].results[0].locations[0].physicalLocation.region | "\(.startLine) \(.startColumn) \(.endColumn)"' "2 8 48"
  done

it "shows in SARIF what lies on an old line at a line of the change"
  repository
  write .moongate/checks/pairs.lua 'return { api = 1, summary = "x", scope = "net", changed_file = function(v)
    if v.text:find("B") then v:report("A is about B", { line = 1 }) end end }\n'
  write a.txt 'A\ntwo\nthree\n' && commit "feat: a"
  write a.txt 'A\ntwo\nthree\nB\n' && git add -A
  run moongate check --staged --check pairs --format sarif
  expect_json '.runs[0].results | length' 1
  expect_json '.runs[0].results[0].locations[0].physicalLocation.region.startLine' 4
  expect_json '.runs[0].results[0].relatedLocations[0].physicalLocation.region.startLine' 1
  run moongate check --staged --check pairs --format json
  expect_json '.findings[0] | "\(.line) \(.changed) \(.changed_line)"' "1 false 4"

finish
