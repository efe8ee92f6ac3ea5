#!/usr/bin/env bash
# A check's author is told where the mistake is: the line of the check, whoever noticed it.
. "$(dirname "$0")/../lib.sh"

# Writes one check and runs it over one added line; the answer must be exit 2 and hold the texts.
# refused SOURCE TEXT…
refused() {
  printf '%s\n' "$1" >.moongate/checks/mine.lua
  shift
  run moongate check --check mine
  expect_exit 2
  for text in "$@"; do expect_err "$text"; done
}

begin() {
  repository
  mkdir -p .moongate/checks
  write a.c 'int a;\n'
  git add a.c
}

it "what the library refuses is told at the line that called it"
  begin
  for call in 'text.trim(nil)' 'path.name(5)' 'semver.parse(nil)' 'json.decode()' 'shell.quote(nil)' 'path.join("a", nil)'; do
    module=${call%%.*} function=${call%%(*}
    refused "local $module = require('moongate.$module')
return {
  api = 1, summary = 'x',
  added_line = function(line)
    local value = $call
    line:report('never')
  end,
}" ".moongate/checks/mine.lua:5: $function: "
  done

it "a pattern and a query are told at their line"
  begin
  refused "return {
  api = 1, summary = 'x',
  patterns = {
    one = { regex = 'a' },
    two = { regex = '(' },
  },
  match = function() end,
}" ".moongate/checks/mine.lua:5: pattern 'two': "
  refused "return {
  api = 1, summary = 'x',
  queries = {
    c = '(no_such_node) @x',
  },
  changed_node = function() end,
}" ".moongate/checks/mine.lua:4: query, line 1, column 2: "

it "a capture that would hide what the node has is told at its query"
  begin
  for name in report file language; do
    refused "return {
  api = 1, summary = 'x',
  queries = {
    c = '(identifier) @$name',
  },
  changed_node = function() end,
}" ".moongate/checks/mine.lua:4: the capture \`@$name\` would hide \`node.$name\`"
  done
  printf '%s\n' "return { api = 1, summary = 'x', queries = { c = [[
; @report
((identifier) @reported (#eq? @reported \"@file\"))]] }, changed_node = function() end }" >.moongate/checks/mine.lua
  run moongate check --check mine
  expect_exit 0

it "too many values are told of the field that holds them"
  begin
  refused "local patterns = {}
for i = 1, 3000 do patterns['p' .. i] = { regex = 'x' .. i, keywords = { 'a', 'b' } } end
return {
  api = 1, summary = 'x',
  patterns = patterns,
  match = function() end,
}" ".moongate/checks/mine.lua:5: \`patterns\` holds more than 10000 values in all"

it "a field that is missing is told at the table"
  begin
  refused "
return { summary = 'x', added_line = function() end }" ".moongate/checks/mine.lua:2: \`api\` is missing"
  refused "
return { api = 1, added_line = function() end }" ".moongate/checks/mine.lua:2: \`summary\` is missing"

it "an option that is not declared is no nil"
  begin
  refused "return {
  api = 1, summary = 'x', options = { limit = { default = 3 } },
  added_line = function(line, opt)
    if #line.text > (opt.limits or 100) then line:report('long') end
  end,
}" ".moongate/checks/mine.lua:4: the check declares no option 'limits': did you mean 'limit'?"
  printf '%s\n' "return { api = 1, summary = 'x', options = { m = { default = { a = 1 } } }, added_line = function(line, opt)
    if opt.m.b == nil and opt[1] == nil then line:report('fine') end end }" >.moongate/checks/mine.lua
  run moongate check --check mine
  expect_exit 1
  expect_out "fine"

it "stages that no visitor sees would be a check that never runs"
  begin
  refused "return {
  api = 1, summary = 'x',
  stages = { 'message', 'refs' },
  added_line = function() end,
}" ".moongate/checks/mine.lua:3: \`stages\` names no kind of change that the visitors are called for"

it "the whole change is visited in a message and in the branches where the check asks for them"
  begin
  write .moongate/checks/mine.lua 'return { api = 1, summary = "x", stages = { "message", "refs" }, change = function(change)
    change:report(change.kind .. " " .. #change.commits .. " " .. #change.branches) end }\n'
  write MESSAGE 'feat: it\n'
  run moongate check --check mine --message-file MESSAGE
  expect_exit 1
  expect_out "change: message 1 0"
  run moongate check --branches
  expect_exit 1
  expect_out "change: refs 0 1"

it "a message of blanks says nothing, and what is no message is named"
  begin
  refused "return { api = 1, summary = 'x', added_line = function(line) line:report('  ') end }" "the message is empty"
  refused "return { api = 1, summary = 'x', added_line = function(line) line:report() end }" "a message is a string, not nothing"
  refused "return { api = 1, summary = 'x', added_line = function(line) line:report(nil) end }" "a message is a string, not nil"

it "a long path is told whole"
  begin
  directory=.moongate/checks/a-group-with-a-rather-long-name/and-a-directory-in-it-that-is-long-as-well
  write $directory/mine.lua 'return { api = 1, summary = "x", added_line = function(line)\n  line:report()\nend }\n'
  run moongate check
  expect_exit 2
  expect_err "$directory/mine.lua:2: a message is a string, not nothing"

it "a group is known also where its check does not load"
  begin
  write .moongate/checks/style/mine.lua 'return {\n'
  run moongate check --check style
  expect_exit 2
  expect_err ".moongate/checks/style/mine.lua"
  expect_no_err "there is no check named"

it "every kind of new check passes its test and accepts itself"
  repository
  for kind in line file changed_file match node commit branch tag pull_request change added_line changed_node; do
    run moongate new "my-${kind//_/-}" --kind "$kind"
    expect_exit 0
  done
  run moongate test
  expect_exit 0
  run moongate test --mutate
  expect_exit 0
  git add .
  run moongate check
  expect_exit 0
  run moongate new --help
  expect_out "changed_file"

it "a name that a program would take for an option is none"
  repository
  run moongate new -- -mine
  expect_exit 2
  expect_err "'-mine' cannot be a check's name"
  run moongate new style/-mine
  expect_exit 2

finish
