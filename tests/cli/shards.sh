# label: slow
# One run and its shards merged say the same, byte for byte but `timing` and the time; half of them say nothing.
. "$(dirname "$0")/../lib.sh"

# What two reports must agree in: the bytes of everything but the timing.
without_timing() { jq 'del(.timing, .change.now)' "$1"; }

# split N ARGS…: `moongate check ARGS` in N parts, joined as merged.json.
split() {
  local n=$1 i
  shift
  rm -f part-*.json
  for ((i = n; i >= 1; --i)); do
    moongate check "$@" --shard "$i/$n" --format "json=part-$i.json" >/dev/null 2>&1
  done
  run moongate merge part-*.json --format json=merged.json --quiet
}

same_for() {
  local n
  run moongate check "$@" --format json=whole.json --quiet
  local code=$status
  without_timing whole.json >whole
  for n in $(seq 16); do
    split "$n" "$@"
    expect_exit "$code"
    without_timing merged.json >merged
    cmp -s whole merged || fail "$n shards differ: $(diff whole merged | head -5)"
  done
}

# Many files and commits: findings of every built-in kind, accepted ones, ones that the change relaxes.
history() {
  repository
  local i
  for i in $(seq 30); do
    write "src/f$i.c" "int a$i;  \n\tb\n// moongate:ignore lint/trailing-whitespace yes\nc \n"
    [ $((i % 3)) = 0 ] && printf 'token = "ghp_%s"\n' 012345678901234567890123456789abcdEF >>"src/f$i.c"
  done
  write moongate.toml '[checks.conventional-commits]\nlevel = "warning"\n[checks."lint/trailing-whitespace"]\nlevel = "note"\n'
  write .moongate/checks/one.lua 'return { api = 1, summary = "s", change = function(change) change:report("seen " .. change.counts.files) end }'
  commit "feat: many"
  base=$(git rev-parse HEAD)
  for i in $(seq 12); do
    printf 'more %d  \n' "$i" >>"src/f$((i % 4 + 1)).c"
    [ $((i % 4)) = 0 ] && printf 'key = "ghp_%s"\n' 112345678901234567890123456789abcdEF >"src/g$i.c"
    commit "$([ $((i % 2)) = 0 ] && echo wip || echo "fix: $i")"
  done
}

it "a tree in 1 to 16 parts"
  history
  same_for --all
  expect_same "findings of the tree" true "$(jq '.findings | length > 40' whole.json)"

it "an [[ignore]] that one part needs, and one that none does"
  history
  write moongate.toml '[[ignore]]\ncheck = "lint/trailing-whitespace"\npaths = ["src/f1.c"]\n[[ignore]]\ncheck = "lint"\npaths = ["gone/**"]\n'
  same_for --all
  expect_same "notes" "4" "$(jq '[.findings[] | select(.rule == "unused-ignore") | .line] | join(" ") | tonumber' whole.json)"

it "a range in 1 to 16 parts"
  history
  same_for --range "$base..HEAD"
  expect_same "findings of the range" true "$(jq '.findings | length > 15' whole.json)"

it "a check that finds more than is listed: all shards together list no more"
  repository
  write moongate.toml '[limits]\nfindings = 20\n'
  write .moongate/checks/flood.lua 'return { api = 1, summary = "s", paths = { "f*.txt" }, added_line = function(line) line:report("x") end }'
  for i in $(seq 12); do write "f$i.txt" 'a\nb\nc\n'; done
  commit "feat: many"
  same_for --all --check flood
  expect_same "findings" 20 "$(jq '.findings | length' whole.json)"
  expect_same "reason" "found more than is listed: only its first 20 findings are, errors before warnings before notes" "$(jq -r '.checks[0].reason' merged.json)"
  expect_same "counted" 36 "$(jq '.summary.errors' merged.json)"
  write .moongate/checks/flood.lua 'return { api = 1, summary = "s", paths = { "f*.txt" }, added_line = function(line) line:report("x", { level = line.text == "c" and "error" or line.text == "b" and "warning" or "note" }) end }'
  commit "feat: levels"
  same_for --all --check flood
  expect_same "levels" "12 8" "$(jq '[.findings[].level] | group_by(.)[] | length' whole.json | xargs)"
  expect_same "counted" "12 12 12 1" "$(jq '.summary | .errors, .warnings, .notes, .exit' merged.json | xargs)"

it "a range whose rules are relaxed, with a baseline that accepts one of several equal commits"
  history
  moongate baseline --quiet >/dev/null 2>&1
  run moongate check --range "$base..HEAD" --check conventional-commits --format json
  print=$(jq -r '.findings[0].fingerprint' "$SCRATCH/.out")
  printf '{\n"%s": {"check": "conventional-commits", "rule": "header", "count": 1}\n}\n' "$print" >one
  run jq -s '.[0] * .[1]' .moongate/baseline.json one
  cp "$SCRATCH/.out" .moongate/baseline.json
  printf '[checks.size-limit]\nlevel = "off"\n' >>moongate.toml
  commit "chore: accept"
  same_for --range "$base..HEAD"
  expect_same "accepted, relaxed" "true true" \
    "$(jq -r '.summary | "\(.baseline > 0) \(.relaxed > 0)"' whole.json)"

it "a check that does not load, and markers that skip"
  history
  write .moongate/checks/bad.lua 'return {\n'
  commit "chore: bad"
  same_for --range "$base..HEAD"
  expect_same "exit" 2 "$(jq .summary.exit whole.json)"
  git rm -q .moongate/checks/bad.lua && commit "chore: fix [skip moongate]"
  same_for --range "$base..HEAD"
  expect_same "exit" 0 "$(jq .summary.exit whole.json)"

it "every other format is the same, too"
  history
  for i in 1 2 3; do
    moongate check --range "$base..HEAD" --shard $i/3 --format json=part-$i.json >/dev/null 2>&1
  done
  steady() { sed -E 's/[0-9.]+ (ms|s)\b/T/g; s/time="[0-9.]+"/T/g' "$SCRATCH/.out"; }
  for format in text sarif junit checkstyle github gitlab markdown; do
    run moongate check --range "$base..HEAD" --format $format
    whole=$(steady)
    run moongate merge part-3.json part-1.json part-2.json --format $format
    expect_same "$format" "$whole" "$(steady)"
  done

it "refuses what is no whole run"
  history
  for i in 1 2; do
    moongate check --all --shard $i/2 --format json=part-$i.json >/dev/null 2>&1
    moongate check --all=HEAD~1 --shard $i/2 --format json=old-$i.json >/dev/null 2>&1
  done
  moongate check --all --shard 1/3 --format json=third.json >/dev/null 2>&1
  sed 's/"version": "[^"]*"/"version": "9.9.9"/' part-2.json >version.json
  head -c 100 part-2.json >cut.json
  printf '{"schema": "moongate.report/2"}' >schema.json
  refused() {
    local says=$1
    shift
    run moongate merge "$@"
    expect_exit 2
    expect_err "$says"
    expect_empty_out
  }
  refused "missing: 2" part-1.json
  refused "shard 1 is already in part-1.json" part-1.json part-1.json part-2.json
  refused "another change" part-1.json old-2.json
  refused "3 shards" part-1.json part-2.json third.json
  refused "9.9.9" part-1.json version.json
  refused "cut.json" part-1.json cut.json
  refused "schema.json" schema.json
  refused "no-such.json" no-such.json
  refused "." .
  for wrong in 0/2 3/2 1/0 x/2 1 1/ /2 -1/2 1/2/3 1/99999; do
    run moongate check --all --shard "$wrong"
    expect_exit 2
    expect_err "--shard"
  done

# sarif PATH LINE [PATH LINE…]: the report of a tool that looks at whole files.
sarif() {
  local results=() out
  while [ $# -gt 0 ]; do
    results+=("$(jq -nc --arg path "$1" --argjson line "$2" '{ruleId: "R1", level: "error",
      message: {text: "bad"}, locations: [{physicalLocation: ({artifactLocation: {uri: $path}}
      + (if $line > 0 then {region: {startLine: $line}} else {} end))}]}')")
    shift 2
  done
  printf '%s\n' "${results[@]}" | jq -s '{version: "2.1.0",
    runs: [{tool: {driver: {name: "Other Tool"}}, results: .}]}' >other.sarif
}

it "holds another tool's findings to the lines that a change added"
  repository
  write a.c 'one\ntwo\nthree\nfour\n' && write old.c 'x\n' && write readme.txt 'r\n' && commit "feat: a"
  write a.c 'one\nTWO\nthree\nfour\nfive\n' && write new.c 'n\n' && git rm -q old.c && commit "feat: b"
  sarif a.c 1 a.c 2 a.c 4 "file://$PWD/a.c" 5 new.c 1 readme.txt 1 old.c 1 a.c 0 readme.txt 0
  run moongate merge other.sarif --format json
  expect_exit 1
  expect_json '.findings | length' 9
  run moongate merge --range HEAD~1..HEAD other.sarif --format json
  expect_exit 1
  expect_json '[.findings[] | "\(.path):\(.line // 0)"] | join(" ")' "a.c:0 a.c:2 a.c:5 new.c:1"
  expect_json '.checks[0].status' findings
  run moongate merge --commit HEAD other.sarif
  expect_exit 1
  expect_out "new.c:1"
  # … next to our own report of that change.
  moongate check --range HEAD~1..HEAD --format json=ours.json >/dev/null 2>&1
  run moongate merge --range HEAD~1..HEAD ours.json other.sarif --format json
  expect_exit 1
  expect_json '.change.kind' range
  expect_json '.findings | length' 4

it "lets a change pass whose lines another tool did not mind"
  repository
  write a.c 'one\n' && commit "feat: a" && printf 'two\n' >>a.c && git add a.c
  sarif a.c 1
  run moongate merge --staged other.sarif --format json
  expect_exit 0
  expect_json '.checks[0].status' ok
  run moongate merge --range nowhere..HEAD other.sarif
  expect_exit 3
  run moongate merge --staged --commit HEAD other.sarif
  expect_exit 2

finish
