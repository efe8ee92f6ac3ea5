#!/usr/bin/env bash
# label: network validators
# The project's own workflow, and those that it gives others, as actionlint and zizmor read them.
REAL_HOME=$(getent passwd "$(id -u)" | cut -d: -f6)
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/tools.bash"

workflow=$SOURCE_DIR/.github/workflows/ci.yml
make_actionlint() { HOME=$REAL_HOME XDG_CONFIG_HOME=$REAL_HOME/.config GOFLAGS=-modcacherw GOBIN=$directory go install github.com/rhysd/actionlint/cmd/actionlint@"$(<"$tools_here/actionlint.version")"; }
command -v go >/dev/null || cannot "go is not installed"
installed actionlint "$tools_here/actionlint.version" make_actionlint
actionlint=$directory/actionlint
python_tools zizmor
zizmor() { "$python_bin/zizmor" --offline --no-progress --persona regular "$@"; }

it "actionlint finds nothing in the workflow, and something in a wrong one"
  run "$actionlint" -shellcheck= -pyflakes= "$workflow"
  expect_exit 0
  sed 's/runs-on:/run-on:/' "$workflow" >wrong.yml
  run "$actionlint" -shellcheck= -pyflakes= wrong.yml
  expect_exit 1

it "zizmor finds nothing in the workflow, and something in a wrong one"
  run zizmor "$workflow"
  expect_exit 0
  mkdir -p .github/workflows
  sed -e 's/@[0-9a-f]\{40\}/@v4/' -e '/persist-credentials/ d' "$workflow" >.github/workflows/wrong.yml
  run zizmor .github/workflows/wrong.yml
  [ "$status" -ge 10 ] || fail "zizmor is content with what is wrong"

it "the workflow runs .ci/run on both architectures"
  grep -q 'run: \.ci/run$' "$workflow" || fail "no step .ci/run"
  grep -q 'runner: ubuntu-24.04 ' "$workflow" && grep -q 'runner: ubuntu-24.04-arm ' "$workflow" || fail "an architecture is missing"

finish
