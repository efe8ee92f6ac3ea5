# Sourced by the scripts beside it: a directory with every sample report in every format.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
samples=$work/samples
passed=0 failed=0

pass() { passed=$((passed + 1)); echo "ok: $1"; }
fail() { failed=$((failed + 1)); echo "FAILED: $1"; }

# A test that cannot run has failed: a validator that is not there has accepted nothing.
cannot() {
  echo "CANNOT RUN: $1" >&2
  echo "0 passed, 1 failed"
  exit 1
}

finish() {
  echo "$passed passed, $failed failed"
  [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
}

[ -n "${REPORT_SAMPLES:-}" ] && [ -x "$REPORT_SAMPLES" ] ||
  cannot "REPORT_SAMPLES does not name the program that writes the samples (ctest sets it)"
mkdir "$samples"
"$REPORT_SAMPLES" "$samples" || cannot "the samples could not be written"

# The validators from npm.
node_validators() {
  local node_modules
  source "$here/../npm.bash"
  npm_modules "$here" report-validators || cannot "the validators could not be installed"
  # All that an install script of theirs would do.
  chmod -f u+x "$node_modules"/@microsoft/sarif-multitool-*/Sarif.Multitool || true
  export NODE_PATH=$node_modules
}
