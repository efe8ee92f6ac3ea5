#!/usr/bin/env bash
# label: slow
# A check that fails, however it does: the run fails with the reason and the place, the report is whole
# and as published, and what the other checks found stands.
. "$(dirname "$0")/../lib.sh"

# failing NAME 'CHUNK': a repository with that check, and one blank for another check to find.
failing() {
  repository
  write a.txt 'blank \nsecond\n'
  write .moongate/checks/bad.lua "$1"
  write moongate.toml '[limits]\ncheck_time = "1s"\ncheck_memory = "4MiB"\nfindings = 50\n'
  git add .
  run moongate check --staged --no-cache --format json
  cp "$SCRATCH/.out" report.json
  expect_json '[.findings[] | select(.check == "lint/trailing-whitespace")] | length' 1
  expect_json '.summary.exit' "$status"
  as_published report.json
}

# as_published FILE: by the published schema: what it requires and what it allows, down to the items.
as_published() {
  python3 - "$SOURCE_DIR/docs/report.schema.json" "$1" <<'PYTHON' || fail "$1 is not as the schema says"
import json, sys
schema, report = (json.load(open(path)) for path in sys.argv[1:])
KINDS = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float)}
def check(value, rule, where):
    while "$ref" in rule:
        rule = schema["$defs"][rule["$ref"].rsplit("/", 1)[1]]
    kind = rule.get("type")
    if kind: assert isinstance(value, KINDS[kind]), f"{where} is no {kind}"
    if "enum" in rule: assert value in rule["enum"], f"{where} is {value}"
    if "const" in rule: assert value == rule["const"], f"{where} is {value}"
    if isinstance(value, dict):
        known = rule.get("properties", {})
        for name in rule.get("required", []): assert name in value, f"{where} has no {name}"
        for name, item in value.items():
            assert name in known or not known, f"{where} has an unknown {name}"
            if name in known: check(item, known[name], f"{where}.{name}")
    if isinstance(value, list) and "items" in rule:
        for at, item in enumerate(value): check(item, rule["items"], f"{where}[{at}]")
check(report, schema, "the report")
PYTHON
}

# ended STATUS TEXT: what the report says of the check.
ended() {
  expect_json '.checks[] | select(.name == "bad") | .status' "$1"
  expect_json ".checks[] | select(.name == \"bad\") | .reason | contains(\"$2\")" true
}

it "time"
  failing 'return { api = 1, summary = "s",\n added_line = function(line)\n  while true do end\n end }'
  expect_exit 3
  ended aborted "CPU time, in added_line of"
  ended aborted ".moongate/checks/bad.lua:3)"

it "memory"
  failing 'return { api = 1, summary = "s",\n added_line = function(line)\n  local t = {}\n  for i = 1, 1e9 do t[i] = i end\n end }'
  expect_exit 3
  ended aborted "used more than 4MiB of memory"
  ended aborted ".moongate/checks/bad.lua:4)"

it "an error of the script"
  failing 'return { api = 1, summary = "s",\n added_line = function(line)\n  local x = nil + 1\n end }'
  expect_exit 2
  ended error "arithmetic on a nil value, in added_line of"
  expect_json '[.problems[] | select(.kind == "check") | "\(.path):\(.line)"] | first' .moongate/checks/bad.lua:3

it "an error that is a table"
  failing 'return { api = 1, summary = "s",\n added_line = function(line)\n  error(setmetatable({}, { __tostring = function() while true do end end }))\n end }'
  expect_exit 2
  ended error "the error is a table"

it "more findings than are listed"
  failing 'return { api = 1, summary = "s",\n added_line = function(line)\n  for i = 1, 1000 do line:report("x" .. i) end\n end }'
  expect_exit 1
  ended findings "only its first 50 findings are"
  expect_json '[.findings[] | select(.check == "bad")] | length' 50

it "findings that take more memory than a check may"
  failing 'return { api = 1, summary = "s",\n added_line = function(line)\n  for i = 1, 100000 do line:report(("x"):rep(4000)) end\n end }'
  expect_exit 3
  ended aborted "its findings took more than 4MiB of memory"

it "a declaration that is wrong"
  failing 'return { api = 1, summary = "s",\n stages = { "staged", "nonsense" },\n added_line = function(line) end }'
  expect_exit 2
  ended error "not a kind of change"
  expect_json '[.problems[] | "\(.path):\(.line)"] | first' .moongate/checks/bad.lua:2

it "a chunk that fails"
  failing '\nerror("not today")'
  expect_exit 2
  ended error "not today"
  expect_json '[.problems[] | "\(.path):\(.line)"] | first' .moongate/checks/bad.lua:2

it "a chunk that loops"
  failing 'while true do end'
  expect_exit 3
  ended aborted "(.moongate/checks/bad.lua:1)"

it "a chunk that is no Lua"
  failing 'return {\n'
  expect_exit 2
  expect_json '[.problems[] | "\(.path):\(.line)"] | first' .moongate/checks/bad.lua:2

it "a module that fails, and one that is not there"
  failing 'return { api = 1, summary = "s",\n added_line = function(line)\n  require("_other")\n end }'
  expect_exit 2
  ended error "no module"
  expect_json '[.problems[] | "\(.path):\(.line)"] | first' .moongate/checks/bad.lua:3
  write .moongate/checks/_other.lua 'local x\n\nx.y = 1'
  git add .
  run moongate check --staged --no-cache --format json
  expect_exit 2
  expect_json '[.problems[] | "\(.path):\(.line)"] | first' .moongate/checks/_other.lua:3
  expect_json '[.findings[] | select(.check == "lint/trailing-whitespace")] | length' 1

it "a query that is wrong: when it is needed, and to whoever looks at the checks"
  failing 'return { api = 1, summary = "s",\n queries = { c = [[(no_such_node) @x]] },\n changed_node = function() end }'
  expect_exit 1
  write b.c 'int x;\n'
  git add .
  run moongate check --staged --no-cache --format json
  expect_exit 2
  ended error "no such node"
  expect_json '[.problems[] | "\(.path):\(.line)"] | first' .moongate/checks/bad.lua:2
  run moongate list
  expect_exit 2
  expect_err ".moongate/checks/bad.lua:2"
  expect_err "no such node"
  expect_out size-limit
  write .moongate/checks/bad_test.lua 'local check = require("moongate.test").check("bad")\ncheck:case "x" { after = { ["a.txt"] = "x" }, expect = {} }\n'
  run moongate test .moongate/checks
  expect_exit 2
  expect_err "no such node"

finish
