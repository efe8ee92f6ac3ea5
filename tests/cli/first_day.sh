#!/usr/bin/env bash
# What someone sees on the first day in a repository with a past: only what matters, and not too much of it.
. "$(dirname "$0")/../lib.sh"

lines() { wc -l <<<"$1" | tr -d ' '; }
# many FILE COUNT: lines that end in a space.
many() { mkdir -p "$(dirname "$1")" && for ((i = 0; i < $2; i++)); do echo "line $i "; done >"$1"; }
hooked_repository() {
  repository
  moongate install >/dev/null
}

it "style is a note on what was there before, and an error where a change adds it"
  repository
  write a.txt 'old \nend'
  commit "feat: a"
  run moongate check --all
  expect_exit 0
  expect_out "a.txt:1:4: trailing whitespace [note lint/trailing-whitespace]"
  expect_out "[note lint/final-newline/missing]"
  run moongate check --all --fail-on note
  expect_exit 1
  write a.txt 'old \nnew \n'
  git add a.txt
  run moongate check
  expect_exit 1
  expect_out "a.txt:2:4: trailing whitespace [error lint/trailing-whitespace]"
  expect_no_out "a.txt:1:4"
  run moongate check --include-existing
  expect_out "a.txt:1:4: trailing whitespace [note lint/trailing-whitespace]"
  expect_out "a.txt:2:4: trailing whitespace [error lint/trailing-whitespace]"

it "style for which the check knows no fix is a warning on an added line"
  repository
  write a.txt 'one\rtwo\n'
  git add a.txt
  run moongate check
  expect_exit 0
  expect_out "[warning lint/mixed-line-endings/lone-cr]"
  # A fix that is withheld, because the bytes are a value, is one.
  write a.txt 'one\n'
  write a.py 'text = """one \n"""\n'
  git add .
  run moongate check
  expect_exit 1
  expect_out "a.py:1:14: trailing whitespace [error lint/trailing-whitespace]"

it "a level that a file states wins over that of style"
  repository
  write a.txt 'old \n'
  write moongate.toml '[checks.lint]\nlevel = "error"\n'
  commit "feat: a"
  run moongate check --all
  expect_exit 1
  expect_out "[error lint/trailing-whitespace]"
  write moongate.toml '[checks."lint/final-newline".rules]\nmissing = "warning"\n'
  write a.txt 'end'
  commit "feat: b"
  run moongate check --all
  expect_out "[warning lint/final-newline/missing]"

it "leaves generated and vendored files out of lint, and counts them"
  repository
  for path in vendor/a.c src/vendor/b.c deps/c.c third_party/d.c node_modules/e.js a.snap src/__snapshots__/f.txt \
    app.min.js yarn.lock api.pb.go; do
    mkdir -p "$(dirname "$path")" && printf 'bad \n' >"$path"
  done
  write src/deps/own.c 'bad \n'
  write gen/made.c 'bad \n'
  write .gitattributes 'gen/** linguist-generated\n'
  commit "feat: all"
  run moongate check --all --format json
  expect_json '[.findings[] | select(.check | startswith("lint/")) | .path] | join(" ")' src/deps/own.c
  expect_json .summary.generated 11
  run moongate check --all
  expect_out "11 generated or vendored"
  run moongate check --all --skip lint --format json
  expect_json '.summary | has("generated")' false

it "an attribute takes a well-known name back"
  repository
  write vendor/own.c 'bad \n'
  write a.snap 'bad \n'
  write .gitattributes 'vendor/** -linguist-vendored\n*.snap linguist-generated=false\n'
  git add .
  run moongate check --format json
  expect_json '[.findings[].path] | join(" ")' "a.snap vendor/own.c"
  expect_json '.summary | has("generated")' false

it "dangerous things and secrets are found in vendored files, too"
  repository
  write vendor/a.c '<<<<<<< ours\n=======\n>>>>>>> theirs\n'
  printf 'token = "ghp_%s"\n' aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789 >vendor/b.py
  git add .
  run moongate check --format json
  expect_json '[.findings[] | select(.check == "lint/merge-conflict")] | length > 0' true
  expect_json '[.findings[] | select(.check == "secrets")] | length > 0' true

it "a change that calls a file generated relaxes the rules, and is reported"
  repository
  write a.c 'good\n'
  commit "feat: a"
  write a.c 'bad \n'
  write .gitattributes '*.c linguist-generated\n'
  git add .
  run moongate check
  expect_exit 0
  expect_out "lint findings left out: .gitattributes now calls it generated or vendored (a.c)"
  commit "feat: generated"
  write a.c 'worse \n'
  git add .
  run moongate check
  expect_no_out "left out:"

it "shows at most 20 findings of a check, then how many are left, where, and what to do"
  repository
  many src/a.txt 30
  many docs/b.txt 12
  write moongate.toml '[checks.lint]\nlevel = "error"\n'
  commit "feat: a"
  run moongate check --all
  expect_exit 1
  expect_same "findings" 20 "$(grep -c 'error lint/trailing-whitespace' <<<"$out")"
  expect_out "not shown: 22 findings (--no-limit shows all)"
  expect_out "lint/trailing-whitespace  22 errors  src/a.txt 22"
  expect_out '`moongate check --all --fix=patch | git apply` fixes 42 of them'
  expect_out '`moongate baseline` accepts them all'
  run moongate check --all --no-limit
  expect_same "findings" 42 "$(grep -c 'error lint/trailing-whitespace' <<<"$out")"
  expect_no_out "not shown"
  run moongate check --all --format json
  expect_json '.findings | length' 42

it "the command that it offers fixes them"
  repository
  many src/a.txt 30
  commit "feat: a"
  bash -c "moongate check --all --fix=patch 2>/dev/null | git apply" || fail "the patch does not apply"
  commit "style: spaces"
  run moongate check --all --format json
  expect_json '.findings | length' 0

it "many notes of a whole tree are one line"
  repository
  many src/a.txt 30
  many docs/b.txt 12
  commit "feat: a"
  run moongate check --all
  expect_exit 0
  expect_no_out "a.txt:1"
  expect_out "lint/trailing-whitespace  42 notes  src/ 30, docs/ 12"
  [ "$(lines "$out")" -le 8 ] || fail "$(lines "$out") lines"

it "a help text stands once"
  repository
  write moongate.toml '[checks.conventional-commits]\n'
  commit "chore: rules"
  git commit -q --allow-empty -m "no type" && git commit -q --allow-empty -m "no type"
  run moongate check --range HEAD~2..HEAD
  expect_same "help" 1 "$(grep -c 'help: begin with a type' <<<"$out")"

it "a hook that passes prints one line, and none where it is to be quiet"
  hooked_repository
  write a.txt 'good\n'
  git add a.txt
  run moongate hook pre-commit
  expect_exit 0
  expect_same "lines" 1 "$(lines "$out")"
  expect_same "stderr" "" "$err"
  write moongate.toml 'quiet = true\n'
  commit "chore: quiet"
  write a.txt 'better\n'
  git add a.txt
  run moongate hook pre-commit
  expect_exit 0
  expect_empty_out
  # What the change takes out of the checks' reach is printed all the same, and findings are.
  write a.txt 'good\n'
  write moongate.toml 'quiet = true\n[checks.size-limit]\nlevel = "off"\n'
  git add .
  run moongate hook pre-commit
  expect_exit 0
  expect_out "check size-limit switched off"
  write a.txt 'bad \n'
  git add .
  run moongate hook pre-commit
  expect_exit 1
  expect_out "trailing whitespace"

it "says once what is skipped, and what is not committed"
  repository
  run moongate check --all --skip lint
  expect_same "lines" 1 "$(grep -c skipped <<<"$out")"
  expect_out "skipped lint: --skip"
  write moongate.toml 'fail_on = "error"\n'
  write .moongate/checks/one.lua 'return { api = 1, summary = "One", change = function() end }\n'
  run moongate check
  expect_same "notes" 1 "$(grep -c 'not committed' <<<"$err")"
  expect_err "moongate.toml, .moongate/checks/one.lua are not committed"

it "columns in text count characters, in JSON bytes"
  repository
  write a.txt '\303\274\303\274\360\237\230\200 \n'
  git add a.txt
  run moongate check
  expect_out "a.txt:1:4: trailing whitespace"
  run moongate check --format json
  expect_json '.findings[0].column' 9

it "knows a check by a part of its name"
  repository
  run moongate explain trailing
  expect_exit 2
  expect_err "did you mean 'lint/trailing-whitespace'?"

it "install says which checks will run"
  repository
  run moongate install
  expect_out "checks: lint ("
  expect_out "off: branch-rules, change-request, conventional-commits, freeze, trailers; a table such as [checks.trailers] in moongate.toml turns one on"
  write moongate.toml '[checks.conventional-commits]\n'
  run moongate install
  expect_out "checks: conventional-commits, lint ("
  expect_out "off: branch-rules, change-request, freeze, trailers;"

it "keeps what someone wrote into a hook of ours"
  repository
  moongate install >/dev/null
  echo 'echo mine' >>.git/hooks/pre-commit
  run moongate install
  expect_out "pre-commit: updated; it had been edited, and that is kept as pre-commit.edited"
  grep -q 'echo mine' .git/hooks/pre-commit.edited || fail "the edits are gone"
  grep -q 'echo mine' .git/hooks/pre-commit && fail "the hook was not written again"
  expect_no_file .git/hooks/commit-msg.edited
  rm .git/hooks/pre-commit.edited
  echo 'echo mine' >>.git/hooks/pre-push
  run moongate uninstall
  grep -q 'echo mine' .git/hooks/pre-push.edited || fail "the edits are gone"
  expect_no_file .git/hooks/pre-push

it "uninstall leaves an empty hooks directory that was there"
  repository
  rm -rf .git/hooks && mkdir .git/hooks
  moongate install >/dev/null && moongate uninstall >/dev/null
  [ -d .git/hooks ] || fail "the directory is gone"
  expect_same "files" "" "$(ls -A .git/hooks)"
  rmdir .git/hooks
  moongate install >/dev/null && moongate uninstall >/dev/null
  [ ! -e .git/hooks ] || fail "the directory that install made is still there"

finish
