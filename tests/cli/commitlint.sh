# A team's configuration of commitlint, where moongate.toml has no rules for messages.
. "$(dirname "$0")/../lib.sh"

it "reads YAML, JSON, TOML and package.json"
  git init -q .
  printf 'docs: A rather long subject' >message
  write .commitlintrc.yml 'extends: ["@commitlint/config-conventional"] # the usual\nrules:\n  type-enum: [2, always, [feat, "fix"]]\n  subject-max-length:\n    - 1\n    - always\n    - 10\n  subject-case: [0]\n'
  run moongate check --message-file message
  expect_exit 1
  expect_out "type must be one of [feat, fix]"
  expect_out "warning conventional-commits/subject-max-length"
  expect_no_out "subject-case"
  rm .commitlintrc.yml
  write .commitlintrc '{"rules": {"type-enum": [2, "always", ["fix"]], "scope-case": [2, "always", {"cases": ["lower-case"], "delimiters": ["/"]}]}}'
  run moongate check --message-file message
  expect_out "type must be one of [fix]"
  rm .commitlintrc
  write .commitlintrc.toml '[rules]\nheader-max-length = [2, "always", 5]\n'
  run moongate check --message-file message
  expect_out "header must not be longer than 5 characters"
  rm .commitlintrc.toml
  write package.json '{"name": "x", "commitlint": {"extends": "@commitlint/config-angular"}}'
  run moongate check --message-file message
  expect_exit 1
  expect_out "subject-case"

it "gives way to a table of ours, which may switch it off"
  git init -q .
  printf 'oops' >message
  write .commitlintrc '{"extends": ["@commitlint/config-conventional"]}'
  write moongate.toml '[checks.conventional-commits]\nlevel = "off"\n'
  run moongate check --message-file message
  expect_exit 0

it "refuses a script, and prints the equivalent"
  git init -q .
  printf 'fix: x' >message
  write commitlint.config.js "module.exports = {\n  extends: ['@commitlint/config-conventional'], // usual\n  rules: { 'type-case': [0] },\n};\n"
  run moongate check --message-file message
  expect_exit 2
  expect_err "commitlint.config.js:1"
  expect_err '{"extends": ["@commitlint/config-conventional"], "rules": {"type-case": [0]}}'
  write commitlint.config.ts 'const rules = make(); export default rules;\n'
  rm commitlint.config.js
  run moongate check --message-file message
  expect_exit 2
  expect_err "commitlint.config.ts:1"

it "names what is wrong, with its line"
  git init -q .
  printf 'fix: x' >message
  write .commitlintrc 'rules:\n  type-enm: [2, always]\n'
  run moongate check --message-file message
  expect_exit 2
  expect_err ".commitlintrc:2: commitlint has no rule named 'type-enm'"
  expect_err "type-enum"
  write .commitlintrc 'extends:\n  - some-preset\n'
  run moongate check --message-file message
  expect_exit 2
  expect_err ".commitlintrc:2: \`extends\` names 'some-preset'"
  write .commitlintrc 'rules:\n  type-case: [2, always, lower]\n'
  run moongate check --message-file message
  expect_exit 2
  expect_err "lower-case"
  for wrong in 'rules: {type-empty: [3, never]}' 'rules: {type-empty: [2, maybe]}' 'rules: {type-empty: never}' \
    'rules: {body-max-length: [2, always]}' 'rules: {' 'rules: [' '[]' 'rule: {}' 'plugins: [x]' 'rules: {}' 'a' 'x: &y 1' \
    'rules: {type-empty: [2, "never]}' 'parserPreset: mine' 'defaultIgnores: maybe'; do
    write .commitlintrc "$wrong"
    run moongate check --message-file message
    expect_exit 2
    expect_err ".commitlintrc:"
  done

finish
