# Options that are maps of tables: `fields`.
. "$(dirname "$0")/../lib.sh"

# own FIELDS: a check whose option `parts` has these fields, and reports what it gets.
own() {
  write .moongate/checks/own.lua "return { api = 1, summary = \"s\", options = { parts = { default = {}, type = \"map\", doc = \"Parts\", fields = {
$1
} } }, changed_file = function(file, opt)
  for name, part in pairs(opt.parts) do
    file:report(name .. \": \" .. table.concat(part.globs, \" \") .. \", \" .. part.size .. \", \" .. tostring(part.strict))
  end
end }\n"
}
FIELDS='globs = { type = "list", items = "glob", doc = "Which files" },
size = { default = "1KiB", type = "size", max = "1MiB", doc = "How large" },
strict = { default = false }'

it "fills in defaults, and reads each field as its type"
  repository
  own "$FIELDS"
  write moongate.toml '[checks.own.parts.a]\nglobs = ["x/"]\nsize = "2KiB"\n'
  write b.txt 'b\n' && git add -A
  run moongate check --staged --check own
  expect_out "a: x/, 2048, false"
  write moongate.toml '[checks.own.parts]\nb = { globs = ["y", "z"], strict = true }\n' && git add -A
  run moongate check --staged --check own
  expect_out "b: y z, 1024, true"

it "names what is wrong in the configuration, and where"
  repository
  own "$FIELDS"
  wrong() {
    write moongate.toml "$1" && git add -A
    run moongate check --staged
    expect_exit 2
    expect_err "moongate.toml:$2"
    expect_err "$3"
  }
  wrong '[checks.own.parts.a]\nsize = 3\n' "1: checks.own.parts.a has no 'globs'" "Which files"
  wrong '[checks.own.parts.a]\nglobs = []\nstirct = true\n' "3: unknown key 'stirct' in checks.own.parts.a" "did you mean 'strict'?"
  wrong '[checks.own.parts.a]\nglobs = ["[x"]\n' "2: " "checks.own.parts.a.globs"
  wrong '[checks.own.parts.a]\nglobs = "x"\n' "2: checks.own.parts.a.globs must be a list" "write"
  wrong '[checks.own.parts.a]\nglobs = []\nsize = "2MiB"\n' "3: checks.own.parts.a.size must be at most" "How large"
  wrong '[checks.own.parts]\na = 3\n' "2: checks.own.parts.a must be a table" "write"
  wrong '[checks.own]\nparts = ["x"]\n' "2: checks.own.parts must be a table" "write"

it "names what is wrong in the declaration, and where"
  repository
  wrong() {
    own "$1" && git add -A
    run moongate check --staged
    expect_exit 2
    expect_err ".moongate/checks/own.lua:$2"
    expect_err "$3"
  }
  wrong 'globs = {}' "2: \`options.parts.fields.globs\` has no default" "it also gives the type"
  wrong 'globs = { default = {}, fields = { a = { default = 1 } } }' "" "\`fields\` does not apply to a list"
  wrong 'globs = { default = {}, type = "map", fields = { a = { default = {}, type = "map", fields = { b = { default = 1 } } } } }' "" "a field cannot have \`fields\` of its own"
  wrong 'globs = { default = 3, min = 4 }' "2: " "outside of \`min\` and \`max\`"
  wrong '' "" "\`fields\` is empty"
  wrong 'globs = { type = "list", default = {}, item = "glob" }' "2: an option has no field \`item\`" "did you mean 'items'?"

it "asks lists of globs that never change, that change, and that are made up"
  repository
  write .moongate/checks/own.lua 'local glob = require("moongate.glob")
local fixed = { "*.txt", "x/" }
local made = setmetatable({}, { __index = function(_, i) return ({ "*.c" })[i] end, __len = function() return 1 end })
return { api = 1, summary = "s", options = { list = { default = { "*.h" } } }, changed_file = function(file, opt)
  local list = { "y/" }
  local function said(list) return tostring(glob.any(list, file.path)) end
  local before = said(list)
  list[2] = "*.md"
  file:report(table.concat({ said(fixed), said(made), said(opt.list), before, said(list), said(fixed) }, " "))
end }\n'
  for file in a.txt b.c c.h y/d e.md x/f g; do write $file 'x\n'; done
  git add -A
  run moongate check --staged --check own
  expect_out "a.txt: true false false false false true"
  expect_out "b.c: false true false false false false"
  expect_out "c.h: false false true false false false"
  expect_out "e.md: false false false false true false"
  expect_out "g: false false false false false false"
  expect_out "x/f: true false false false false true"
  expect_out "y/d: false false false true true false"

it "is explained, and known to editors"
  repository
  own "$FIELDS"
  git add -A
  run moongate explain own
  expect_out "parts.NAME.globs  list of globs"
  expect_out "Which files; required"
  expect_out "parts.NAME.size  size, at most \"1MiB\""
  expect_out "How large; default \"1KiB\""
  run moongate schema
  expect_json '.properties.checks.properties.own.properties.parts.additionalProperties | [.additionalProperties, .required, (.properties | keys)]' \
    '[false,["globs"],["globs","size","strict"]]'

finish
