#!/usr/bin/env bash
# What is wrong, where, and help: one case for every way in which the input can be bad.
. "$(dirname "$0")/../lib.sh"

it "no repository"
  run moongate check
  expect_exit 3
  expect_err "repository"

it "an empty repository with nothing staged"
  empty_repository
  run moongate check
  expect_exit 0
  run moongate check --all
  expect_exit 3
  expect_err "no commit yet"

it "an empty repository with a first commit in the making"
  empty_repository
  write a.txt 'bad \n'
  git add .
  run moongate check
  expect_exit 1
  expect_out "a.txt:1:"

it "a detached HEAD"
  repository
  git checkout -q --detach
  write a.txt 'bad \n'
  git add .
  run moongate check
  expect_exit 1

it "an unreadable index"
  repository
  printf 'not an index' >.git/index
  run moongate check
  expect_exit 3
  expect_err "index"

it "a truncated index"
  repository
  for i in $(seq 50); do write "f$i.txt" 'x\n'; done
  git add .
  head -c 700 .git/index >../cut && cp ../cut .git/index
  run moongate check
  expect_exit 3
  expect_err "index"

it "what a list in moongate.toml holds, before any check runs"
  repository
  write a.txt 'text\n'
  git add .
  while IFS='|' read -r table setting message; do
    printf '\n[checks.%s]\n%s\n' "$table" "$setting" >moongate.toml
    for command in check "explain --config" doctor; do
      run moongate $command
      expect_exit 2
      expect_any "moongate.toml:3: $message"
      expect_none ".lua"
    done
  done <<'END'
conventional-commits|scopes = [1]|an item of checks.conventional-commits.scopes must be a string, but is an integer
conventional-commits|require_footers = [2]|an item of checks.conventional-commits.require_footers must be a string
"lint/debugger-statement"|also = [3]|an item of checks."lint/debugger-statement".also must be a string
secrets|allow = [5]|an item of checks.secrets.allow must be a regex, but is an integer
secrets|allow = ["(x"]|an item of checks.secrets.allow: regex '(x':
size-limit|allow_binaries = ["[x"]|an item of checks.size-limit.allow_binaries: glob '[x':
size-limit|generated = ["[x"]|an item of checks.size-limit.generated: glob '[x':
dead-branches|temporary_tags = ["[x"]|an item of checks.dead-branches.temporary_tags: glob '[x':
END

it "items of a check's own option"
  repository
  while IFS='|' read -r option message help; do
    mkdir -p .moongate/checks
    printf 'return { api = 1, summary = "s", change = function() end,\noptions = { x = %s } }\n' "$option" >.moongate/checks/own.lua
    run moongate list
    expect_exit 2
    expect_err ".moongate/checks/own.lua:2: $message"
    expect_err "$help"
  done <<'END'
{ default = {}, items = "regexp" }|`regexp` is not a type of item|did you mean 'regex'?
{ default = 1, items = "string" }|`items` does not apply to a integer
{ default = { "a", 1 }, items = "string" }|`options.x.default` is an integer, not a string
{ default = { "(" }, items = "regex" }|`options.x.default`: missing ):
{ default = { "[" }, items = "glob" }|glob '[':
END

it "an unknown revision"
  repository
  git branch feature
  run moongate check --range featur..HEAD
  expect_exit 3
  expect_err "featur"
  run moongate check --commit nothing
  expect_exit 3
  run moongate check --all=nothing
  expect_exit 3
  run moongate check --range ..HEAD
  expect_exit 2
  expect_err "BASE..HEAD"

it "a missing message file"
  repository
  run moongate check --message-file nothing.txt
  expect_exit 3
  expect_err "nothing.txt"

it "a configuration with a syntax error"
  repository
  write moongate.toml 'fail_on = "error"\nbudget = = "1s"\n'
  run moongate check
  expect_exit 2
  expect_err "moongate.toml:2"

it "an unknown key"
  repository
  write moongate.toml 'fail_on = "error"\nbudgt = "1s"\n'
  run moongate check
  expect_exit 2
  expect_err "moongate.toml:2"
  expect_err "budget"

it "an unknown check in the configuration"
  repository
  write moongate.toml '[checks.size-limits]\nmax_file = "1MiB"\n'
  run moongate check
  expect_exit 2
  expect_err "moongate.toml:1"
  expect_err "size-limit"

it "an unknown option"
  repository
  write moongate.toml '[checks.size-limit]\nmax_fil = "1MiB"\n'
  run moongate check
  expect_exit 2
  expect_err "moongate.toml:2"
  expect_err "max_file"

it "a wrong type and a wrong unit"
  repository
  write moongate.toml '[checks.size-limit]\nmax_file = true\n'
  run moongate check
  expect_exit 2
  expect_err "moongate.toml:2"
  write moongate.toml '[checks.size-limit]\nmax_file = "10 parsecs"\n'
  run moongate check
  expect_exit 2
  expect_err "moongate.toml:2"
  write moongate.toml '[limits]\ncheck_time = "5"\n'
  run moongate check
  expect_exit 2
  expect_err "moongate.toml:2"

it "a check with a syntax error keeps the others' results"
  repository
  write .moongate/checks/broken.lua 'return {\n  api = 1,\n  summary = "x"\n  added_line = 1\n}\n'
  write a.txt 'bad \n'
  git add .
  run moongate check --format json
  expect_exit 2
  expect_err ".moongate/checks/broken.lua:4"
  expect_json '[.checks[] | select(.name == "broken") | .status] | tostring' '["error"]'
  expect_json '[.findings[].path] | tostring' '["a.txt"]'

it "a check with a runtime error keeps the others' results"
  repository
  write .moongate/checks/broken.lua 'return {\n  api = 1,\n  summary = "x",\n  added_line = function(line)\n    local nothing = nil\n    return nothing.field\n  end,\n}\n'
  write a.txt 'bad \n'
  git add .
  run moongate check --format json
  expect_exit 2
  expect_err ".moongate/checks/broken.lua:6"
  expect_json '[.findings[] | select(.check != "broken") | .path] | unique | tostring' '["a.txt"]'

it "a check of an unknown api"
  repository
  write .moongate/checks/future.lua 'return { api = 99, summary = "x", added_line = function() end }\n'
  run moongate check
  expect_exit 2
  expect_err ".moongate/checks/future.lua"
  expect_err "api"
  expect_err "99"

it "a check with a wrong visitor"
  repository
  write .moongate/checks/typo.lua 'return { api = 1, summary = "x", aded_line = function() end }\n'
  run moongate check
  expect_exit 2
  expect_err ".moongate/checks/typo.lua"
  expect_err "added_line"

it "a check with a reserved option"
  repository
  write .moongate/checks/reserved.lua 'return { api = 1, summary = "x", options = { level = { default = 1 } }, added_line = function() end }\n'
  run moongate check
  expect_exit 2
  expect_err ".moongate/checks/reserved.lua"
  expect_err "level"

it "rules that are symbolic links are refused, not passed over"
  repository
  write a.txt 'a\n'
  write elsewhere.toml 'fail_on = "note"\n'
  ln -s elsewhere.toml moongate.toml
  git add .
  run moongate hook pre-commit
  expect_exit 2
  expect_err "moongate.toml: is a symbolic link in this change"
  git rm -qf moongate.toml
  mkdir -p .moongate/checks && ln -s ../../a.txt .moongate/checks/mine.lua
  git add .
  run moongate hook pre-commit
  expect_exit 2
  expect_err ".moongate/checks/mine.lua: is a symbolic link in this change"
  git rm -qf .moongate/checks/mine.lua
  mkdir -p .moongate/checks && ln -s ../../elsewhere .moongate/checks/team
  git add .
  run moongate hook pre-commit
  expect_exit 2
  expect_err ".moongate/checks/team: is a symbolic link in this change"
  git rm -qf .moongate/checks/team
  mkdir -p .moongate && ln -s ../elsewhere .moongate/checks
  git add .
  run moongate hook pre-commit
  expect_exit 2
  expect_err ".moongate/checks: is a symbolic link in this change"

it "checks in a submodule are refused, not passed over"
  repository
  repository ../rules-$directory_number
  write ../rules-$directory_number/mine.lua 'return { api = 1, summary = "s", change = function() end }\n'
  (cd ../rules-$directory_number && commit "feat: rules")
  git submodule --quiet add "$PWD/../rules-$directory_number" .moongate/checks 2>/dev/null
  run moongate hook pre-commit
  expect_exit 2
  expect_err ".moongate/checks: is a submodule in this change, which is not read"

it "rules of the working tree that are links to elsewhere are refused by hand, and told by a hook"
  repository
  mkdir -p ../outside-$directory_number/team
  outside=$(cd ../outside-$directory_number && pwd)
  write "$outside/mine.lua" 'return { api = 1, summary = "s", change = function() end }\n'
  while read -r name said; do
    mkdir -p .moongate/checks && ln -s "$outside/$name" .moongate/checks/$name
    run moongate check
    expect_exit 2
    expect_err ".moongate/checks/$name: $said"
    run moongate hook pre-commit
    expect_exit 0
    expect_err ".moongate/checks/$name in the working tree $said"
    rm -r .moongate
  done <<'TEXT'
mine.lua leads out of the repository
team is a link to a directory, which is not read
TEXT
  mkdir .moongate && ln -s "$outside" .moongate/checks
  run moongate check
  expect_exit 2
  expect_err ".moongate/checks/mine.lua: leads out of the repository"
  rm -r .moongate
  # Inside, one may try things out; what is no check may be anything.
  write tools/mine.lua 'return { api = 1, summary = "s", change = function(c) c:report("mine") end }\n'
  mkdir -p .moongate/checks && ln -s ../../tools/mine.lua .moongate/checks/mine.lua
  ln -s "$outside/readme.md" .moongate/checks/readme.md
  run moongate check
  expect_exit 1
  expect_out "change: mine"

it "rules in the working tree that cannot be read are refused, not passed over"
  repository
  mkdir moongate.toml
  run moongate check
  expect_exit 2
  expect_err "moongate.toml: is a directory, not a file"
  rmdir moongate.toml
  ln -s nowhere moongate.toml
  run moongate check
  expect_exit 2
  expect_err "moongate.toml: is no file that can be read"
  rm moongate.toml
  write ../outside.toml 'fail_on = "never"\n'
  ln -s ../outside.toml moongate.toml
  run moongate check
  expect_exit 2
  expect_err "moongate.toml: leads out of the repository"
  rm moongate.toml
  write .moongate/checks 'not a directory'
  run moongate check
  expect_exit 2
  expect_err ".moongate/checks: cannot be listed"
  rm .moongate/checks
  mkdir .moongate/checks
  ln -s nowhere .moongate/checks/mine.lua
  run moongate check
  expect_exit 2
  expect_err ".moongate/checks/mine.lua: is no file that can be read"
  # What is in the change applies to a hook: there it is only said.
  run moongate hook pre-commit
  expect_exit 0
  expect_err "note: .moongate/checks/mine.lua in the working tree is no file that can be read"

it "a bare repository has nothing staged, and that is no pass"
  git init -q --bare .
  run moongate check
  expect_exit 2
  expect_err "nothing can be staged here"
  run moongate check --format json
  expect_exit 2
  expect_json .summary.exit 2

it "a stdin that cannot be read is not an empty one"
  repository
  run bash -c 'moongate check --stdin-path a.c <&-'
  expect_exit 3
  expect_err "--stdin-path: stdin cannot be read"
  run bash -c 'moongate hook pre-push origin url <.'
  expect_exit 3
  expect_err "hook pre-push: stdin cannot be read"

it "a full disk behind stdout is told by every command"
  repository
  for command in check list "explain secrets" "explain --config" schema doctor --version --help "completion bash" "help check"; do
    run bash -c "moongate $command >/dev/full"
    expect_exit 2
    expect_err "cannot write"
  done

it "a query that could never speak"
  repository
  write a.py 'f()\n'
  git add .
  write .moongate/checks/query.lua 'return { api = 1, summary = "x", queries = { cobol = "(call) @x" }, changed_node = function() end }\n'
  run moongate check
  expect_exit 2
  expect_err 'there is no grammar for `cobol`'
  write .moongate/checks/query.lua 'return { api = 1, summary = "x", queries = { python = "(call)" }, changed_node = function() end }\n'
  run moongate check
  expect_exit 2
  expect_err ".moongate/checks/query.lua:1: query, line 1, column 1: it captures nothing"

it "a finding that says nothing"
  repository
  write .moongate/checks/silent.lua 'return { api = 1, summary = "x", added_line = function(line) line:report("") end }\n'
  write a.txt 'a\n'
  git add .
  run moongate check
  expect_exit 2
  expect_err ".moongate/checks/silent.lua:1: the message is empty"

it "a check that loops forever is aborted, and the others stand"
  repository
  write moongate.toml '[limits]\ncheck_time = "100ms"\n'
  write .moongate/checks/forever.lua 'return { api = 1, summary = "x", added_line = function() while true do end end }\n'
  write a.txt 'bad \n'
  git add .
  run moongate check --format json
  expect_exit 3
  expect_json '[.checks[] | select(.name == "forever") | .status] | tostring' '["aborted"]'
  expect_json '[.findings[] | select(.check == "lint/trailing-whitespace") | .path] | unique | tostring' '["a.txt"]'

it "an aborted check is named to a person, with its reason and place"
  repository
  write moongate.toml '[limits]\ncheck_time = "100ms"\n'
  write .moongate/checks/forever.lua 'return { api = 1, summary = "x", added_line = function() while true do end end }\n'
  write a.txt 'good\n'
  git add .
  run moongate check
  expect_exit 3
  expect_err "check forever was aborted: "
  expect_err "in added_line of"
  run moongate check --format json
  expect_err "check forever was aborted: "

it "a directory that -C cannot enter"
  run moongate -C nowhere check
  expect_exit 2
  expect_err "nowhere"

it "an object that is missing"
  repository
  write a.txt 'some content\n'
  git add a.txt
  id=$(git rev-parse :a.txt)
  rm -f ".git/objects/${id:0:2}/${id:2}"
  run moongate check
  expect_exit 3
  expect_err "$id"

finish
