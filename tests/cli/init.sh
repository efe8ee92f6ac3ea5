#!/usr/bin/env bash
# moongate init: what a repository gets, what it keeps, and that nothing is left half done.
. "$(dirname "$0")/../lib.sh"

files() { find . -type f ! -path './.git/*' | sed 's|^\./||' | LC_ALL=C sort | paste -sd' '; }
# In a repository with a history that has no package.json.
plain=".editorconfig CONTRIBUTING.md moongate.toml"
basic=".editorconfig .moongate/checks/focused-test.lua .moongate/checks/focused-test_test.lua CONTRIBUTING.md moongate.toml"
# on_terminal INPUT COMMAND…: with a terminal on stdin and stdout, on which INPUT is typed.
on_terminal() {
  local input=$1
  shift
  last_command="$* (on a terminal)"
  printf '%b' "$input" | script -qec "$*" /dev/null >"$SCRATCH/.out" 2>"$SCRATCH/.err"
  status=$?
  out=$(tr -d '\r\0' <"$SCRATCH/.out") err=$(cat "$SCRATCH/.err")
}

it "writes settings and hooks, and commits go through them"
  empty_repository
  run moongate init --yes --conventional-commits
  expect_exit 0
  expect_out "wrote moongate.toml"
  expect_out "pre-commit: installed"
  expect_same "files" "$basic" "$(files)"
  # As it says.
  eval "$(sed -n 's/^next: \(git add .*\); hooks.*/\1/p' <<<"$out")"
  expect_same "staged" "$basic" "$(git diff --cached --name-only | LC_ALL=C sort | paste -sd' ')"
  run git commit -m "feat: begin"
  expect_exit 0
  write a.js "it.only('a', a);\n"
  git add -A
  run git commit -m "test: a"
  expect_exit 1
  expect_any "a.js:1:1: \`it.only(\` skips every other test"
  write a.js "it('a', a);\n"
  git add -A
  run git commit -m "tested a"
  expect_exit 1
  expect_any "conventional-commits"
  run git commit -m "test: a"
  expect_exit 0
  run moongate test
  expect_exit 0
  run moongate explain --config
  expect_exit 0

it "writes moongate.toml alone, and says so, where there is no terminal to ask on"
  repository
  run moongate init
  expect_exit 0
  expect_err "no terminal to ask on: writing moongate.toml alone"
  expect_same "files" "moongate.toml readme.txt" "$(files)"
  expect_no_file .git/hooks/pre-commit
  expect_out "no hook is installed"
  run moongate check
  expect_exit 0
  repository ../flags-$directory_number && cd ../flags-$directory_number
  run moongate init --no-hooks
  expect_exit 0
  expect_err "taking the defaults"
  expect_file CONTRIBUTING.md
  repository ../minimal-$directory_number && cd ../minimal-$directory_number
  run moongate init --minimal
  expect_exit 0
  expect_same "files" "moongate.toml readme.txt" "$(files)"

history() { for subject; do git commit -q --allow-empty -m "$subject"; done; }

it "learns types and scopes from the history where it fits"
  empty_repository
  history "feat(core): a" "fix(ui): b" "deps(core): c" "deps(ui): d" "feat(ui): e" "docs(core): f" "feat(core): g" \
    "feat(ui): h" "fix(core): i" "fix(ui): j" "typo(ui): k"
  run moongate init --minimal
  expect_exit 0
  grep -q '^\[checks.conventional-commits\]$' moongate.toml || fail "the check is not on: $(cat moongate.toml)"
  grep -q '^types = .*"deps", "docs"' moongate.toml || fail "another list of types: $(cat moongate.toml)"
  grep -q 'typo' moongate.toml && fail "a type that was used once"
  grep -q '^scopes = \["core", "ui"\]$' moongate.toml || fail "other scopes: $(cat moongate.toml)"
  git add moongate.toml && git commit -qnm "feat(core): rules"
  run moongate check --range HEAD~3..HEAD --skip conventional-commits/type
  expect_exit 0

it "leaves the check of messages off where the history does not fit"
  empty_repository
  history "add a" "feat: b" "c" "d" "e" "f"
  run moongate init --minimal
  grep -q '^# \[checks.conventional-commits\]$' moongate.toml || fail "no commented table: $(cat moongate.toml)"
  grep -q '^\[checks.conventional-commits\]' moongate.toml && fail "the check is on"
  git add moongate.toml
  run moongate check
  expect_exit 0

it "never overwrites, and says what it left"
  repository
  write moongate.toml 'fail_on = "warning"\n'
  write .editorconfig 'root = true\n'
  mkdir CONTRIBUTING.md
  before=$(snapshot)
  run moongate init --yes --no-hooks
  expect_exit 0
  expect_out "left moongate.toml as it is: it was there already"
  expect_out "left .editorconfig"
  expect_out "left CONTRIBUTING.md"
  expect_out "moongate init --print FILE"
  expect_no_file .moongate
  expect_same "what was there" "$before" "$(snapshot)"

it "changes nothing the second time"
  repository
  moongate init --yes --github --jenkins --gitlab >/dev/null
  before=$(snapshot)
  run moongate init --yes --github --jenkins --gitlab
  expect_exit 0
  expect_no_out "wrote"
  expect_same "the repository" "$before" "$(snapshot)"

it "never follows a link out of the repository"
  repository
  mkdir ../outside-$directory_number
  ln -s ../outside-$directory_number .github
  before=$(snapshot)
  run moongate init --yes --github
  expect_exit 2
  expect_err ".github"
  expect_err "not a directory"
  expect_same "the repository" "$before" "$(snapshot)"
  expect_same "the directory outside" "" "$(ls ../outside-$directory_number)"
  rm .github && ln -s /nowhere moongate.toml
  run moongate init --yes --no-github --no-hooks
  expect_exit 0
  expect_out "left moongate.toml"

it "knows GitHub, GitLab and Jenkins by their signs"
  repository
  git remote add origin git@github.com:someone/something.git
  run moongate init --yes --no-hooks
  expect_same "for GitHub" ".editorconfig .github/pull_request_template.md .github/workflows/dead-branches.yml .github/workflows/moongate.yml CONTRIBUTING.md moongate.toml readme.txt" "$(files)"
  git remote set-url origin https://gitlab.example.org/someone/something.git
  run moongate init --yes --no-hooks
  expect_out "wrote .gitlab-ci.yml"
  expect_out "wrote .moongate/get.sh"
  write Jenkinsfile 'pipeline {}\n'
  run moongate init --yes --no-hooks
  expect_out "left Jenkinsfile"

it "names the branch that the remote calls its default"
  git init -q --bare -b trunk remote.git
  git clone -q remote.git work 2>/dev/null && cd work
  write a.txt 'a\n' && commit "feat: a" && git push -q origin trunk && git remote set-head origin trunk
  git checkout -qb topic
  run moongate init --yes --github --no-hooks
  expect_exit 0
  grep -q 'branches: \["trunk"\]' .github/workflows/moongate.yml || fail "another branch: $(cat .github/workflows/moongate.yml)"

it "leaves hooks to the manager that is there"
  repository
  write .pre-commit-config.yaml 'repos: []\n'
  run moongate init --yes
  expect_exit 0
  expect_out "left .pre-commit-config.yaml"
  expect_no_file .git/hooks/pre-commit
  expect_out "no hook is installed yet: .pre-commit-config.yaml was there already; add to it"
  expect_out "  - repo: local"
  expect_out "entry: moongate hook pre-commit"
  grep -q "do not call Moongate yet" CONTRIBUTING.md || fail "CONTRIBUTING.md claims more: $(cat CONTRIBUTING.md)"
  run moongate init --yes --hooks lefthook
  expect_out "CONTRIBUTING.md says how a clone gets its hooks"
  expect_out "wrote lefthook.yml"

it "adds itself to the manager that is there, where asked"
  repository
  write .pre-commit-config.yaml 'repos:\n- repo: local\n  hooks:\n  - id: other\n    name: other\n    entry: echo\n    language: system\n'
  run moongate init --yes --add-hooks
  expect_exit 0
  expect_out "added moongate to .pre-commit-config.yaml"
  expect_out "next: git add"
  expect_out "then: pre-commit install"
  grep -q "do not call Moongate yet" CONTRIBUTING.md && fail "CONTRIBUTING.md denies it: $(cat CONTRIBUTING.md)"
  expect_same "entries" 3 "$(python3 -c 'import sys; print(sum(l.strip().startswith("entry:") for l in open(".pre-commit-config.yaml")))')"
  expect_same "the first" "- repo: local" "$(sed -n 8p .pre-commit-config.yaml)"
  before=$(cat .pre-commit-config.yaml)
  run moongate init --yes --add-hooks
  expect_exit 0
  expect_same "a second time" "$before" "$(cat .pre-commit-config.yaml)"

it "adds nothing where a person must"
  repository
  write lefthook.yml 'pre-commit:\n  parallel: true\n'
  run moongate init --yes --add-hooks
  expect_exit 2
  expect_err "lefthook.yml: --add-hooks cannot add to this file"
  expect_no_file moongate.toml
  rm lefthook.yml && ln -s elsewhere lefthook.yml
  run moongate init --yes --add-hooks
  expect_exit 2
  repository
  write .husky/pre-commit 'npm test\n'
  run moongate init --yes --add-hooks
  expect_exit 0
  expect_same "the hook" "npm test;moongate hook pre-commit" "$(paste -sd ';' .husky/pre-commit)"
  expect_file .husky/commit-msg

it "asks on a terminal, with defaults, and again after a wrong answer"
  repository
  # name, branch, conventional commits, hooks (twice), GitHub, SARIF, comment, Jenkins, GitLab, dead branches, …
  on_terminal 'My thing\n\nn\nlefthock\nlefthook\nbinary\n\n\nn\ny\nn\n\n\n' moongate init
  expect_exit 0
  expect_out "The project's name, for people [$directory_number]: "
  expect_out "'lefthock': it is one of moongate, pre-commit, husky, lefthook, no"
  expect_out "Jenkinsfile [y/N]: "
  expect_out "wrote lefthook.yml"
  grep -q '^# Contributing to My thing$' CONTRIBUTING.md || fail "another name"
  grep -q '^# \[checks.conventional-commits\]$' moongate.toml || fail "conventional commits are on"
  grep -q 'get.sh' .github/workflows/moongate.yml || fail "not the static program"
  expect_file .gitlab-ci.yml
  expect_no_file Jenkinsfile
  expect_no_file .github/workflows/dead-branches.yml

it "does not ask what a flag says, nor what does not matter"
  repository
  on_terminal '\n\n\n\n' moongate init --no-github --no-jenkins --no-gitlab --no-dead-branch-report --no-hooks
  expect_exit 0
  expect_no_out "code scanning"
  expect_no_out "Jenkinsfile"
  expect_same "files" "$plain readme.txt" "$(files)"

it "gives a JavaScript project the example of an own check"
  repository
  write package.json '{}\n'
  run moongate init --yes --no-hooks
  expect_file .moongate/checks/focused-test.lua
  run moongate test
  expect_exit 0

it "writes nothing when the questions are broken off"
  repository
  before=$(snapshot)
  on_terminal 'My thing\n\004' moongate init
  expect_exit 2
  expect_any "nothing was written"
  expect_same "the repository" "$before" "$(snapshot)"

it "takes back what it wrote when the hooks cannot be installed"
  repository
  git config core.hooksPath /dev/null
  before=$(snapshot)
  run moongate init --yes --github
  expect_exit 3
  expect_err "core.hooksPath"
  expect_empty_out
  expect_same "the repository" "$before" "$(snapshot)"
  expect_no_file .moongate
  expect_no_file .github

it "takes back what it wrote when a file cannot be written"
  repository
  write .moongate/keep 'mine\n'
  before=$(snapshot)
  # A name that is taken by a directory above would be seen before; a full disk is not.
  run bash -c '(ulimit -f 0; trap "" XFSZ; moongate init --yes --no-hooks) 2>&1 | cat; exit ${PIPESTATUS[0]}'
  expect_exit 2
  expect_out "cannot be written"
  expect_same "the repository" "$before" "$(snapshot)"
  expect_file .moongate/keep

it "shows a file without writing any"
  repository
  run moongate init --print .github/workflows/moongate.yml --github binary --no-sarif
  expect_exit 0
  expect_out "moongate ci"
  expect_no_out "upload-sarif"
  expect_same "files" readme.txt "$(files)"
  run moongate init --print Jenkinsfil --jenkins
  expect_exit 2
  expect_err "did you mean 'Jenkinsfile'?"

it "refuses answers that would make broken files"
  repository
  run moongate init --yes --hooks husk
  expect_exit 2
  expect_err "did you mean 'husky'?"
  run moongate init --yes --default-branch "a'b"
  expect_exit 2
  expect_err "--default-branch"
  run moongate init --yes --moongate-repository 'a/b/c'
  expect_exit 2
  expect_same "files" readme.txt "$(files)"

it "works from a subfolder and says where it cannot"
  repository
  mkdir -p deep/down
  run moongate -C deep/down init --yes
  expect_exit 0
  expect_file moongate.toml
  cd .. && mkdir plain-$directory_number && cd plain-$directory_number
  run moongate init --yes
  expect_exit 3
  expect_err "repository"
  git init -q --bare bare.git
  run moongate -C bare.git init --yes
  expect_exit 2
  expect_err "a bare repository has no files to write"

finish
