#!/usr/bin/env bash
# Ajv holds configurations to the schema that `moongate schema` prints, as an editor would; each is
# also given to moongate itself, which must agree.
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"
node_validators
command -v python3 >/dev/null || cannot "there is no python3: its tomllib reads TOML for Ajv"
python3 -c 'import tomllib' 2>/dev/null || cannot "python3 is older than 3.11: it has no tomllib"
[ -n "${MOONGATE:-}" ] && [ -x "$MOONGATE" ] || cannot "MOONGATE does not name the program"

"$MOONGATE" schema >"$work/schema.json" || cannot "moongate schema failed"
mkdir "$work/repository" "$work/cases"
git init -q "$work/repository"

cat >"$work/validate.cjs" <<'JS'
const fs = require('fs');
const Ajv = require('ajv');
const [schema, document] = process.argv.slice(2).map((file) => JSON.parse(fs.readFileSync(file, 'utf8')));
const validate = new Ajv({allErrors: true, strict: true, allowUnionTypes: true}).compile(schema);
const fine = validate(document);
if (!fine) console.log(JSON.stringify(validate.errors.slice(0, 3)));
process.exit(fine ? 0 : 1);
JS

by_schema() {
  python3 -c 'import json, sys, tomllib; json.dump(tomllib.load(open(sys.argv[1], "rb")), sys.stdout)' \
    "$1" >"$work/document.json" || return 2
  node "$work/validate.cjs" "$work/schema.json" "$work/document.json" >"$work/why"
}
by_program() {
  cp "$1" "$work/repository/moongate.toml"
  "$MOONGATE" -C "$work/repository" explain --config >"$work/page" 2>"$work/why"
}
agree() {  # agree accepted|refused NAME FILE
  local schema=refused program=refused
  ! by_schema "$3" || schema=accepted
  ! by_program "$3" || program=accepted
  if [ "$schema" = "$1" ] && [ "$program" = "$1" ]; then pass "$1: $2"
  else cat "$work/why"; fail "$2: expected $1; by the schema $schema, by moongate $program"; fi
}
accepted() { printf '%s\n' "$1" >"$work/case.toml" && agree accepted "$1" "$work/case.toml"; }
refused() { printf '%s\n' "$1" >"$work/case.toml" && agree refused "$1" "$work/case.toml"; }

agree accepted "our own moongate.toml" "$root/moongate.toml"
# The page of the documentation begins with a whole example.
sed -n '/^```toml$/,/^```$/p' "$root/docs/configuration.md" | sed '/^```$/q' | grep -v '^```' >"$work/documented.toml"
agree accepted "the example in docs/configuration.md" "$work/documented.toml"
"$MOONGATE" -C "$work/repository" explain --config >"$work/effective.toml"
agree accepted "what explain --config prints" "$work/effective.toml"

accepted ''
accepted 'fail_on = "never"'
accepted 'budget = "1h30m"'
accepted 'limits = { check_memory = 1048576 }'
accepted 'checks.size-limit = { max_file = "512KiB", rules = { file = "warning" } }'
accepted 'checks.lint = { level = "off", paths = { exclude = ["*.md"] } }'
accepted 'ignore = [{ check = "size-limit", paths = ["a/**"] }]'
printf 'fail_on = \n' >"$work/repository/moongate.toml"
if "$MOONGATE" -C "$work/repository" schema | cmp -s - "$work/schema.json"; then
  pass "a configuration that is being written does not keep the schema back"
else
  fail "moongate schema with a broken moongate.toml"
fi
refused 'fial_on = "error"'
refused 'fail_on = "often"'
refused 'budget = 5'
refused 'budget = "5"'
refused 'limits = { check_memory = "1 potato" }'
refused 'paths = { exclude = "vendor" }'
refused 'checks.zebra = {}'
refused 'checks.size-limit = { max_fiel = "1MB" }'
refused 'checks.size-limit = { max_file = true }'
refused 'checks.size-limit = { rules = { nothing = "off" } }'
refused 'checks.size-limit = { locked = true }'
refused 'ignore = [{ paths = ["a"] }]'
refused 'policy = { allow_skip = false }'
finish
