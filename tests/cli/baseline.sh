#!/usr/bin/env bash
# `moongate baseline`: what was accepted no longer counts, what is new does.
. "$(dirname "$0")/../lib.sh"
file=.moongate/baseline.json

# A repository whose HEAD has two findings, accepted and committed.
accepted() {
  repository
  write src/a.txt 'one \ntwo\nthree \n'
  commit "feat: a"
  moongate baseline --quiet >/dev/null
  commit "chore: accept what there is"
}
expect_lines() { expect_json '[.findings[] | select(.path != null) | "\(.path):\(.line)"] | join(" ")' "$1"; }
entries() { jq -r 'del(.schema) | length' $file; }

it "shows what it accepts and writes it down"
  repository
  write src/a.txt 'one \ntwo\nthree \n'
  commit "feat: a"
  run moongate baseline
  expect_exit 0
  expect_out "src/a.txt:1:"
  expect_out "src/a.txt:3:"
  expect_out "lint/trailing-whitespace"
  expect_out "2 accepted, 2 of them new, 0 no longer there"
  expect_same schema moongate.baseline/1 "$(jq -r .schema $file)"
  expect_same entries "src/a.txt lint/trailing-whitespace 1" \
    "$(jq -r 'del(.schema)[] | "\(.path) \(.check) \(.count)"' $file | sort -u)"
  expect_same "content in the baseline" 0 "$(grep -c 'one\|three' $file)"
  run moongate baseline
  expect_out "nothing to change, 2 accepted"

it "leaves nothing but the file, and --quiet lists nothing"
  repository
  write a.txt 'one \n'
  commit "feat: a"
  run moongate baseline --quiet
  expect_exit 0
  expect_no_out "a.txt:1:"
  expect_same "new files" ".moongate/baseline.json" "$(git ls-files --others)"

it "works from a directory below the root"
  repository
  write src/a.txt 'one \n'
  commit "feat: a"
  cd src
  run moongate baseline
  expect_exit 0
  expect_file ../$file
  expect_no_file $file

it "only what is new counts afterwards"
  accepted
  run moongate check --all --fail-on note --format json
  expect_exit 0
  expect_lines ""
  expect_json .summary.baseline 2
  write src/a.txt 'one \ntwo\nthree \nfour \n'
  commit "feat: more"
  run moongate check --all --fail-on note --format json
  expect_exit 1
  expect_lines src/a.txt:4
  expect_json .summary.baseline 2

it "a second finding equal to an accepted one counts"
  repository
  write a.txt 'same \n'
  commit "feat: a"
  moongate baseline --quiet >/dev/null
  write a.txt 'same \nother\nsame \n'
  commit "feat: again"
  run moongate check --all --fail-on note --format json
  expect_exit 1
  expect_json '.findings | length' 1
  expect_json .summary.baseline 1

it "equal findings of one place are accepted as often as they were there"
  repository
  write moongate.toml '[checks.conventional-commits]\n'
  git commit -q --allow-empty -m "no type" && git commit -q --allow-empty -m "no type"
  fingerprint=$(moongate check --range HEAD~1..HEAD --format json | jq -r '.findings[0].fingerprint')
  write $file "{\\n\"$fingerprint\": {\"path\": \"\", \"check\": \"conventional-commits\", \"count\": 1},\\n\"schema\": \"moongate.baseline/1\"\\n}\\n"
  run moongate check --range HEAD~1..HEAD --format json
  expect_exit 0
  run moongate check --range HEAD~2..HEAD --format json
  expect_exit 1
  expect_json '.findings | length' 1
  expect_json .summary.baseline 1
  sed -i 's/"count": 1/"count": 2/' $file
  run moongate check --range HEAD~2..HEAD --format json
  expect_exit 0
  expect_json .summary.baseline 2

it "survives moved lines and other blanks in them"
  accepted
  write src/a.txt 'new\nnew\n\none \n\n\ntwo\nthree   \n'
  commit "refactor: move"
  run moongate check --all --fail-on note --format json
  expect_exit 0
  expect_json .summary.baseline 2
  run moongate check --range HEAD~1..HEAD --format json
  expect_exit 0

it "survives a squash and a rebase"
  repository
  git checkout -qb topic
  write src/a.txt 'one \n' && commit "feat: a"
  write src/b.txt 'two \n' && commit "feat: b"
  moongate baseline --quiet >/dev/null
  commit "chore: accept"
  git checkout -q main && write c.txt 'c\n' && commit "feat: c"
  git checkout -qb squashed && git merge -q --squash topic >/dev/null 2>&1 && git commit -qm "feat: all of it"
  run moongate check --range main..squashed --format json
  expect_exit 0
  expect_json .summary.baseline 2
  git checkout -q topic && git rebase -q main
  run moongate check --range main..topic --format json
  expect_exit 0
  expect_json .summary.baseline 2
  run moongate check --all=topic --fail-on note --format json
  expect_exit 0

it "a range that contains the baseline's own commit is judged by it, and says what it accepts"
  repository
  git tag begin
  write src/a.txt 'one \n'
  commit "feat: a"
  moongate baseline --quiet >/dev/null
  commit "chore: accept"
  write src/b.txt 'two \n'
  commit "feat: b"
  run moongate check --range begin..HEAD --format json
  expect_exit 1
  expect_lines src/b.txt:1
  expect_json .summary.baseline 1
  expect_json .summary.relaxed 1

it "secrets of the commits of a range are accepted too"
  repository
  write key.txt "token = ghp_$(printf 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8')\n"
  commit "feat: key"
  run moongate check --range HEAD~1..HEAD --format json
  expect_exit 1
  moongate baseline --quiet >/dev/null
  commit "chore: accept"
  run moongate check --range HEAD~2..HEAD --format json
  expect_exit 0
  expect_json '.summary.baseline > 0' true
  expect_same "secret in the baseline" 0 "$(grep -c a1B2 $file)"

it "adds what is new and takes out what is gone"
  accepted
  write src/a.txt 'one \ntwo\nfour \n'
  commit "feat: change"
  run moongate baseline
  expect_exit 0
  expect_out "2 accepted, 1 of them new, 1 no longer there"
  run moongate check --all --fail-on note
  expect_exit 0

it "--prune only takes out"
  accepted
  write src/a.txt 'one \ntwo\nfour \n'
  commit "feat: change"
  run moongate baseline --prune
  expect_exit 0
  expect_out "1 accepted, 0 of them new, 1 no longer there"
  expect_same entries 1 "$(entries)"
  run moongate check --all --fail-on note --format json
  expect_exit 1
  expect_lines src/a.txt:3
  run moongate baseline --prune
  expect_out "nothing to change, 1 accepted"

it "--prune without a baseline accepts nothing"
  repository
  write a.txt 'one \n'
  commit "feat: a"
  run moongate baseline --prune
  expect_exit 0
  run moongate check --all --fail-on note
  expect_exit 1

it "branches that both add to it merge with the union driver"
  accepted
  echo "$file merge=union" >.gitattributes && commit "chore: attributes"
  for branch in left right; do
    git checkout -q -B $branch main
    write $branch.txt 'blank \n' && commit "feat: $branch"
    moongate baseline --quiet >/dev/null && commit "chore: accept"
  done
  git merge -q --no-edit left >/dev/null
  run moongate check --all --fail-on note --format json
  expect_exit 0
  expect_json .summary.baseline 4

it "a merge that was left unresolved is an error with the help"
  accepted
  sed -i '2i <<<<<<< HEAD' $file
  run moongate check --all --fail-on note
  expect_exit 2
  expect_err "$file:2"
  expect_err "resolve the merge"

it "a damaged or foreign file is an error with file and line"
  accepted
  while IFS='|' read -r place what text; do
    printf "$text" >$file
    run moongate check --all --fail-on note
    expect_exit 2
    expect_err "$file:$place"
    expect_err "$what"
    run moongate check --all --fail-on note --format json
    expect_exit 2
    expect_json '.problems[0] | "\(.kind) \(.path):\(.line)"' "config $file:$place"
    run moongate baseline
    expect_exit 2
    expect_same "the damaged file after moongate baseline" "$(printf "$text")" "$(cat $file)"
  done <<'CASES'
3|not JSON|{\n"1:0123456789abcdef": {"path": "a", "check": "b", "count": 1},\n
1|not JSON|
1|not a JSON object|"hello"
2|is no fingerprint|{\n"nonsense": {"path": "a", "check": "b", "count": 1},\n"schema": "moongate.baseline/1"\n}\n
2|its schema is|{\n"schema": "moongate.report/1"\n}\n
1|does not name its schema|{}\n
2|'count' of|{\n"1:0123456789abcdef": {"path": "a", "check": "b", "count": 0},\n"schema": "moongate.baseline/1"\n}\n
2|'count' of|{\n"1:0123456789abcdef": {"path": "a", "check": "b", "count": "many"},\n"schema": "moongate.baseline/1"\n}\n
CASES

it "what could not be checked is not accepted, and the file stays"
  accepted
  write .moongate/checks/broken.lua 'return {\n'
  commit "feat: a check"
  before=$(cat $file)
  run moongate baseline
  expect_exit 2
  expect_err "the baseline was not written"
  expect_same "the file" "$before" "$(cat $file)"

it "a file that cannot be written is an error"
  repository
  write a.txt 'one \n'
  commit "feat: a"
  write .moongate 'a file\n'
  run moongate baseline
  expect_exit 3
  expect_err "cannot write the baseline"

it "needs a commit"
  empty_repository
  run moongate baseline
  expect_exit 3
  expect_err "there is no commit yet"
  expect_no_file $file

it "--include-existing shows the old findings of touched files only"
  repository
  write a.txt 'old \nline\n'
  write b.txt 'old \n'
  commit "feat: a"
  write a.txt 'old \nline\nnew \n'
  git add a.txt
  run moongate check --format json
  expect_lines a.txt:3
  run moongate check --include-existing --format json
  expect_lines "a.txt:1 a.txt:3"
  git commit -qm "feat: more"
  run moongate check --range HEAD~1..HEAD --include-existing --format json
  expect_lines "a.txt:1 a.txt:3"

it "an accepted finding stays accepted under --include-existing, and a new one does not use its place"
  accepted
  write src/a.txt 'one \ntwo\nthree \nfour \n'
  git add .
  run moongate check --format json
  expect_lines src/a.txt:4
  run moongate check --include-existing --format json
  expect_lines src/a.txt:4
  expect_json .summary.baseline 2

it "is of all checks, whatever the environment skips"
  accepted
  for prune in "" --prune; do
    run env MOONGATE_SKIP=lint moongate baseline $prune --quiet
    expect_exit 0
    expect_out "nothing to change, 2 accepted"
    expect_err "MOONGATE_SKIP=lint does not count here"
  done

it "accepts more findings than a report lists, and comes to an end"
  repository
  write moongate.toml '[limits]\nfindings = 5\n'
  write a.txt 'a \nb \nc \nd \ne \nf \ng \nh \n'
  commit "feat: a"
  run moongate baseline --quiet
  expect_out "8 accepted, 8 of them new"
  run moongate baseline --quiet
  expect_out "nothing to change, 8 accepted"
  run moongate check --all --fail-on note --format json
  expect_exit 0
  expect_json .summary.baseline 8

it "writes none where the policy allows none"
  repository
  write a.txt 'a \n'
  commit "feat: a"
  write policy.toml '[policy]\nallow_baseline = false\n'
  run env MOONGATE_POLICY=policy.toml moongate baseline
  expect_exit 2
  expect_err "a baseline is forbidden by the policy policy.toml:2"
  expect_no_file $file

finish
