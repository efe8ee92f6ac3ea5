#!/usr/bin/env bash
# label: slow
# What an untrusted contributor's pull request may hold besides a script: settings, globs, regexes and queries made to
# hang, crash or reach out; and the program's last resort for what nothing else ends.
. "$(dirname "$0")/../lib.sh"

# repeat TEXT TIMES
repeat() { awk -v text="$1" -v times="$2" 'BEGIN { for (i = 0; i < times; i++) printf "%s", text }'; }

# refused TEXT: the program ends by itself, soon, with a whole report and an error that says TEXT.
refused() {
  git add -A
  run timeout 600 moongate check --staged --format json
  case $status in 2 | 3) ;; *) fail "expected exit 2 or 3, got $status" ;; esac
  expect_json .schema moongate.report/1
  expect_err "$1"
}
survives() {
  git add -A
  run timeout 600 moongate check --staged --format json
  [ "$status" -le 3 ] || fail "expected an exit code of its own, got $status"
  expect_json .schema moongate.report/1
}
# check NAME FIELDS
check() {
  mkdir -p .moongate/checks
  printf 'return { api = 1, summary = "x", %s }\n' "$2" >".moongate/checks/$1.lua"
}

it "settings nested a hundred thousand deep"
  repository
  { printf 'x = '; repeat '[' 100000; } >moongate.toml
  refused moongate.toml
  { printf 'x = '; repeat '{a=' 100000; } >moongate.toml
  refused moongate.toml
  { printf '['; repeat 'a.' 100000; printf 'a]\n'; } >moongate.toml
  refused moongate.toml
  { repeat 'a.' 100000; printf 'a = 1\n'; } >moongate.toml
  refused moongate.toml

it "a key of ten megabytes, and a value"
  repository
  { repeat aaaaaaaaaa 1000000; printf ' = 1\n'; } >moongate.toml
  refused moongate.toml
  { printf 'fail_on = "'; repeat aaaaaaaaaa 1000000; printf '"\n'; } >moongate.toml
  refused moongate.toml

it "a hundred thousand keys and tables"
  repository
  awk 'BEGIN { for (i = 0; i < 100000; i++) print "key" i " = 1" }' >moongate.toml
  refused moongate.toml
  awk 'BEGIN { for (i = 0; i < 20000; i++) print "[checks.c" i "]\nlevel = \"off\"" }' >moongate.toml
  refused moongate.toml

it "globs made to explode"
  repository
  printf 'paths = { exclude = ["%s"] }\n' "$(repeat '{a,b}' 40)" >moongate.toml
  refused glob
  printf 'paths = { exclude = ["%s"] }\n' "$(repeat '*a' 400)" >moongate.toml
  printf 'x\n' >"$(repeat a 200)"
  survives

it "sizes, durations and numbers beyond all bounds"
  repository
  for line in 'budget = "99999999999999999999s"' '[limits]\ncheck_time = "1e308s"' \
    '[limits]\ncheck_memory = "99999999999TiB"' '[limits]\ncheck_time = "-1s"' \
    '[limits]\ncheck_memory = "0"' '[checks.size-limit]\nmax_file = 999999999999999999999' \
    'budget = nan' 'budget = inf'; do
    printf "$line\n" >moongate.toml
    refused moongate.toml
  done

it "no text at all"
  repository
  head -c 100000 /dev/urandom >moongate.toml
  refused moongate.toml
  printf 'fail_on = "\xff\xfe"\n' >moongate.toml
  refused moongate.toml
  printf 'fail_on = "error\0"\n' >moongate.toml
  refused moongate.toml

it "settings that are a link out of the repository, or a directory"
  repository
  ln -s /etc/passwd moongate.toml
  survives
  expect_none root:
  rm moongate.toml
  mkdir moongate.toml
  write moongate.toml/x 'x\n'
  survives

it "checks that are links out of the repository"
  repository
  mkdir -p .moongate/checks
  ln -s /etc/passwd .moongate/checks/passwd.lua
  survives
  expect_none root:

it "a query of a hundred thousand brackets, and one with very many choices"
  repository
  check deep "queries = { c = [[$(repeat '(' 100000)]] }, changed_node = function() end"
  write a.c 'int x;\n'
  refused deep.lua
  check deep "queries = { c = [[$(repeat '(_ ' 3000)$(repeat ')' 3000) @x]] }, changed_node = function() end"
  survives
  check deep "queries = { c = [[([$(repeat '(_) ' 2000)] @x)+]] }, changed_node = function() end"
  survives

it "a query whose matches multiply"
  repository
  check many "queries = { c = [[((_)* @a (_)* @b (_)* @c (_)* @d)]] }, changed_node = function() end"
  { repeat 'int a; ' 20000; printf '\n'; } >a.c
  printf '[limits]\ncheck_time = "1s"\n' >moongate.toml
  survives

it "patterns made to explode"
  repository
  check big "patterns = { p = { regex = [[((a{1,100}){1,100}){1,100}]] } }, match = function() end"
  write a.c 'int x;\n'
  refused big.lua
  check big "patterns = { p = { regex = [[($(repeat '(a|b)*' 500))c]], keywords = { 'a' } } }, match = function() end"
  { repeat ab 500000; printf '\n'; } >a.c
  survives

it "thousands of patterns, each as large as may be"
  repository
  check good "patterns = { a = { regex = [[int]] } }, match = function(m) m:report('found') end"
  write a.c 'int x;\n'
  write .moongate/checks/many.lua 'local p = {}
for i = 1, 4900 do p["p" .. i] = { regex = [[(?i)\\pL{1,60}\\pN{1,40}x]] .. i } end
return { api = 1, summary = "x", patterns = p, match = function() end }
'
  refused 'many.lua:3: pattern '
  expect_err 'too large together'
  expect_json '[.findings[] | select(.check == "good" and .path == "a.c")] | length' 1
  printf '[limits]\ncheck_time = "10ms"\n' >moongate.toml
  refused 'check many was aborted: compiling its patterns used more CPU time'

it "a script of two megabytes"
  repository
  mkdir -p .moongate/checks
  repeat '-- x\n' 500000 >.moongate/checks/long.lua
  refused long.lua

it "bytecode is no script"
  repository
  mkdir -p .moongate/checks
  printf '\033LuaT\0\031\223\r\n\032\n' >.moongate/checks/code.lua
  refused code.lua

# The one thing that no limit reaches: a read that does not come back. The blob is a pipe here, as it
# could be a file on a disk that is gone.
it "a check that nothing ends is given up, with all that was found"
  repository
  write a.txt 'bad \n'
  write b.txt 'stuck\n'
  printf '[limits]\ncheck_time = "10ms"\n' >moongate.toml
  git add -A
  blob=$(git rev-parse :b.txt)
  object=.git/objects/${blob:0:2}/${blob:2}
  rm -f "$object" && mkfifo "$object"
  run timeout 600 moongate check --staged --jobs 1 --format json
  expect_exit 3
  expect_json .summary.exit 3
  expect_json '[.findings[] | select(.path == "a.txt")] | length > 0' true
  expect_json '[.checks[] | select(.status == "aborted")] | length' 1
  expect_json '.checks[] | select(.status == "aborted") | .reason | contains("the run was given up there")' true

finish
