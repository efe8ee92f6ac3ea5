#!/usr/bin/env bash
# label: network validators slow
# The workflow that `moongate init` writes, run by act, which reads workflows, events and commands as GitHub's
# runner does. Its steps run on this machine and not in a container; actions/checkout is what act makes of it.
REAL_HOME=$(getent passwd "$(id -u)" | cut -d: -f6)
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/tools.bash"

make_act() { HOME=$REAL_HOME XDG_CONFIG_HOME=$REAL_HOME/.config GOFLAGS=-modcacherw GOBIN=$directory go install github.com/nektos/act@"$(<"$tools_here/act.version")"; }
command -v go >/dev/null || cannot "go is not installed"
installed act "$tools_here/act.version" make_act
act=$directory/act
mkdir -p "$HOME/.config/act" && touch "$HOME/.config/act/actrc"

# project: a repository with what `moongate init` writes for GitHub, and a branch with a finding.
project() {
  repository
  run moongate init --yes --github binary --no-sarif --no-hooks
  expect_exit 0
  git add -A && git commit -qm "chore: begin"
  base=$(git rev-parse HEAD)
  git checkout -qb topic
  printf 'x = 1%s\n' "${1:-}" >a.py && commit "feat: a"
  head=$(git rev-parse HEAD)
}

pull_request() {
  jq -n --arg base "$base" --arg head "$head" '{action: "opened", number: 7, pull_request: {number: 7, title: "feat: a",
    body: "", draft: false, labels: [], user: {login: "someone"},
    base: {ref: "main", sha: $base, repo: {full_name: "team/project"}},
    head: {ref: "topic", sha: $head, repo: {full_name: "team/project", fork: false}}},
    repository: {default_branch: "main", full_name: "team/project"}}' >"$SCRATCH/event.json"
  run env NO_COLOR=1 PATH="$(dirname "$MOONGATE"):$PATH" "$act" pull_request -P ubuntu-latest=-self-hosted \
    -e "$SCRATCH/event.json" -W .github/workflows/moongate.yml
}

it "a finding fails the job, as annotation, text, summary and outputs"
  project '  '
  pull_request
  expect_exit 1
  expect_out "GitHub Actions: pull request #7 into main"
  expect_out "::error file=a.py,line=1,endLine=1,col=6,endColumn=7,title=lint/trailing-whitespace::trailing whitespace"
  expect_out "::set-output:: errors=1"
  expect_out "## ❌ Moongate: 1 error"
  expect_out "Job failed"

it "a clean pull request passes"
  project
  pull_request
  expect_exit 0
  expect_out "passed: no findings"
  expect_out "Job succeeded"

it "a pull request whose commits are not there fails with what to do"
  project
  base=1234567890123456789012345678901234567890
  git branch -qD main
  pull_request
  expect_exit 1
  expect_out "fetch-depth: 0"

finish
