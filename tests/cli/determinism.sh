#!/usr/bin/env bash
# label: slow
# One change at one time gives one report, byte for byte but `timing`: whatever the threads, the cache
# and the shards did. Every built-in and example check takes part, and checks that try each kind of state.
# MOONGATE_DETERMINISM=long: more files, more commits, every mix of threads, cache and shards.
long=${MOONGATE_DETERMINISM:-}  # lib.sh removes it
. "$(dirname "$0")/../lib.sh"

[ "$long" = long ] && files=400 commits=40 || files=120 commits=8
now=1700086400  # part of the change, and else the clock of each run

without_timing() { jq 'del(.timing)' "$1"; }

# compare WHAT FILE: the report must be the reference's.
compare() {
  without_timing "$2" >"$2.steady" 2>/dev/null
  cmp -s reference "$2.steady" || fail "$1: $(diff reference "$2.steady" | head -8)"
}

# in_shards N ARGS…: N parts, the last first, merged.
in_shards() {
  local n=$1 i
  shift
  rm -f part-*.json
  for ((i = n; i >= 1; --i)); do
    moongate check "$@" --now "$now" --quiet --shard "$i/$n" --format "json=part-$i.json" >/dev/null 2>&1
  done
  moongate merge part-*.json --format json=merged.json >/dev/null 2>&1
}

# same_always ARGS…: 1 to 8 threads without, with a cold and with a warm cache; 1 to 7 shards.
same_always() {
  local jobs n
  run moongate check "$@" --now "$now" --jobs 1 --no-cache --quiet --format json=one.json
  without_timing one.json >reference
  for jobs in 1 2 3 4 5 6 7 8; do
    run moongate check "$@" --now "$now" --jobs "$jobs" --no-cache --quiet --format json=now.json
    compare "$jobs threads" now.json
    rm -rf .git/moongate
    run moongate check "$@" --now "$now" --jobs "$jobs" --quiet --format json=now.json
    compare "$jobs threads, cold cache" now.json
    run moongate check "$@" --now "$now" --jobs $((9 - jobs)) --quiet --format json=now.json
    compare "$((9 - jobs)) threads, warm cache" now.json
  done
  for n in 1 2 3 4 5 6 7; do
    for jobs in $([ "$long" = long ] && echo 1 2 8 || echo 3); do
      in_shards "$n" "$@" --jobs "$jobs"
      compare "$n shards" merged.json
    done
  done
}

# check NAME BODY
check() { write ".moongate/checks/$1.lua" "$(printf '%s' "$2" | sed 's/[%\\]/&&/g')\n"; }

# A repository with something to say for every built-in and example check, in many files and commits.
history() {
  repository
  cp "$SOURCE_DIR"/examples/checks/*.lua . && rm -f ./*_test.lua
  mkdir -p .moongate/checks && mv ./*.lua .moongate/checks/
  local i
  for i in $(seq "$files"); do
    case $((i % 8)) in
      0) write "src/f$i.c" "int a$i;  \n// TODO: $i\n// moongate:ignore lint/trailing-whitespace yes\nc \n" ;;
      1) write "src/f$i.py" "import pdb\nprint($i)\n\tbreakpoint()\n\n\n" ;;
      2) write "lib/f$i.js" "debugger;\r\nconsole.log($i);\n" ;;
      3) write "data/f$i.json" "{\"a\": $i,}\n" ;;
      4) write "src/f$i.txt" "<<<<<<< one\n$i\n=======\n>>>>>>> two\n" ;;
      5) write "src/f$i.md" "\xef\xbb\xbfTODO $i" ;;
      6) printf 'token = "ghp_%s"\n' 012345678901234567890123456789abcdEF >"src/f$i.cfg" ;;
      7) write "src/f$i.sh" "echo $i\n" && chmod +x "src/f$i.sh" ;;
    esac
  done
  # Enough files for the cache to be used.
  mkdir clean && for i in $(seq 1000); do printf 'fine %d\n' "$i" >"clean/$i"; done
  head -c 700000 /dev/zero | tr '\0' 'x' >large.txt
  commit "Everything at once, in a subject that is much longer than anybody would ever want to read it."
  base=$(git rev-parse HEAD)
  for i in $(seq "$commits"); do
    printf '// TODO: more %d  \n' "$i" >>"src/f$((i % 4 * 8 + 8)).c"
    write "src/g$i.c" "int g$i;\n// TODO: g\n"
    [ $((i % 4)) = 0 ] && printf 'key = "ghp_%s"\n' 112345678901234567890123456789abcdEF >"src/g$i.cfg"
    commit "$([ $((i % 2)) = 0 ] && echo wip || echo "fix: $i")"
  done
}

# Checks that end with findings, whatever they try.
state_checks() {
  check state-pcall 'local count, seen = 0, {}
return { api = 1, summary = "s", paths = { "src/**" }, added_line = function(line)
  pcall(function() count = count + 1 end)
  pcall(function() seen[#seen + 1] = line.text end)
  pcall(rawset, seen, "n", (rawget(seen, "n") or 0) + 1)
  pcall(table.insert, seen, 1)
  pcall(function() total = (rawget(_G, "total") or 0) + 1 end)
  if line.number == 1 then line:report(("%d %d %s %s"):format(count, #seen, rawget(seen, "n"), rawget(_G, "total"))) end
end }'
  check state-identity 'return { api = 1, summary = "s", paths = { "src/**" }, added_line = function(line)
  local keys = {}
  for i = 1, 9 do keys[{}] = i end
  local order = {}
  for _, i in pairs(keys) do order[#order + 1] = i end
  if line.number == 1 then line:report(tostring({}) .. ("%p"):format(keys) .. table.concat(order)) end
end }'
  check state-late-module 'return { api = 1, summary = "s", paths = { "src/**" }, added_line = function(line)
  if line.number ~= 1 then return end
  local before = tostring({})
  local name = #line.text % 2 == 0 and "moongate.semver" or "moongate.text"
  local module = require(name)
  line:report(before .. tostring(module) .. tostring({}) .. tostring(require("_late")) .. tostring(pcall(require, "_bad")))
end }'
  check _late 'return { {}, {} }'
  check _bad 'error("bad")'
  check state-memo 'local memo = require("moongate.memo")
local parts = memo(function(text) return { text, tostring({}) }, #text end)
return { api = 1, summary = "s", paths = { "src/**" }, added_line = function(line)
  local list, size = parts(line.text)
  if line.number < 3 then line:report(tostring(list) .. list[2] .. size .. tostring({})) end
end }'
  check state-length 'local holes = { 1, nil, 3, nil, nil, 6, nil, 8, nil }
return { api = 1, summary = "s", paths = { "src/**" }, added_line = function(line)
  local _ = holes[#line.text % 10]
  if line.number == 1 then line:report("length " .. #holes) end
end }'
  check state-facts 'return { api = 1, summary = "s",
  added_line = function(line) line:fact("length", { n = #line.text, words = { line.text:match("%a+") } }) end,
  changed_file = function(file) file:fact("file", file.status) end,
  commit = function(commit) commit:fact("commit", commit.subject) end,
  change = function(change) change:fact("files", change.counts.files) end,
  finish = function(change, facts)
    local sum, names = 0, {}
    for _, fact in ipairs(facts) do
      if fact.name == "length" then sum = sum + fact.value.n
      else names[#names + 1] = tostring(fact.value) .. (fact.path or "") .. tostring(fact.line) .. (fact.commit or "") end
    end
    change:report(("%d facts, %d bytes, %s"):format(#facts, sum, table.concat(names, " "):sub(1, 3000)))
    for i = 1, #facts, 97 do facts[i]:report("fact " .. i) end
    if #change.files > 0 then change:report("first", { path = change.files[1].path, line = 1 }) end
  end }'
  check state-facts-of-commits 'return { api = 1, summary = "s", scope = "commits",
  added_line = function(line) if line.text:find("TODO") then line:fact("todo") end end,
  finish = function(change, facts)
    change:report(#facts .. " of " .. #change.files .. " files in " .. #change.commits .. " commits")
    if facts[1] then facts[1]:report("first of " .. #facts) end
  end }'
}

# Checks that end with an error, some of them in a few files only.
failing_checks() {
  check fails-upvalue 'local count = 0
return { api = 1, summary = "s", paths = { "src/**" }, added_line = function(line)
  count = count + 1
  line:report("n" .. count)
end }'
  check fails-table 'local seen = {}
return { api = 1, summary = "s", paths = { "src/**" }, added_line = function(line)
  if seen[line.text] then line:report("again") end
  seen[line.text] = true
end }'
  check fails-global 'return { api = 1, summary = "s", paths = { "src/**" }, added_line = function(line) total = 1 end }'
  check fails-coroutine 'local number = coroutine.wrap(function() for i = 1, 1e9 do coroutine.yield(i) end end)
return { api = 1, summary = "s", paths = { "src/**" }, added_line = function(line) line:report("n" .. number()) end }'
  check fails-iterator 'local word = ("a b c d e f"):gmatch("%a")
return { api = 1, summary = "s", paths = { "src/**" }, changed_file = function(file) file:report(word() or "none") end }'
  check fails-somewhere 'return { api = 1, summary = "s", paths = { "src/**" }, added_line = function(line)
  line:report("seen")
  if line.text:find("TODO") then return undeclared end
end }'
  check fails-in-finish 'return { api = 1, summary = "s",
  changed_file = function(file) file:fact("x") end,
  finish = function(_, facts) error("got " .. #facts) end }'
  check fails-before-finish 'return { api = 1, summary = "s",
  changed_file = function(file) file:fact("x") if file.path:find("f9") then error("here") end end,
  finish = function(change, facts) change:report("got " .. #facts) end }'
}

it "a tree: every check"
  history
  state_checks
  commit "feat: checks"
  same_always --all
  expect_exit 1
  expect_same "checks that found something" true "$(jq '[.checks[] | select(.status == "findings")] | length >= 16' one.json)"
  expect_same "what facts gave" true "$(jq '[.findings[] | select(.check == "state-facts")] | length > 10' one.json)"
  expect_same "state" "0 0 nil nil" "$(jq -r '[.findings[] | select(.check == "state-pcall") | .message] | unique[]' one.json)"

it "a range: every check, commits among them"
  history
  state_checks
  printf '[checks.size-limit]\nlevel = "warning"\n' >moongate.toml
  commit "feat: checks"
  same_always --range "$base..HEAD"
  expect_exit 1
  expect_same "of commits" true "$(jq '[.findings[] | select(.check == "state-facts-of-commits" and .commit)] | length > 3' one.json)"

it "checks whose script fails"
  history
  failing_checks
  commit "feat: checks"
  same_always --all
  expect_exit 2
  expect_same "failed" 8 "$(jq '[.checks[] | select(.status == "error")] | length' one.json)"
  expect_same "told" 8 "$(jq '.problems | length' one.json)"
  expect_same "in files" "$(jq -r '.problems | map(.path) | unique | length' one.json)" 8
  same_always --range "$base..HEAD"

finish
