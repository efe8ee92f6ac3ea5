# Sourced by the scripts beside it: a folder with every sample report in every format.
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

# The validators from npm, installed once for each content of the lock file.
node_validators() {
  command -v npm >/dev/null || cannot "there is no npm: install nodejs and npm"
  local key folder log
  key=$(sha256sum "$here/package-lock.json" | cut -c1-16)
  folder=${MOONGATE_DEPS:-$root/build/deps}/report-validators-$key
  if [ ! -e "$folder/ready" ]; then
    rm -rf "$folder" && mkdir -p "$folder"
    cp "$here/package.json" "$here/package-lock.json" "$folder"
    log=$work/npm.log
    # No install scripts: all that one of them does is the chmod below.
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund) >"$log" 2>&1 ||
      { cat "$log" >&2; cannot "npm ci failed (is the package registry reachable?)"; }
    chmod -f u+x "$folder"/node_modules/@microsoft/sarif-multitool-*/Sarif.Multitool || true
    touch "$folder/ready"
  fi
  export NODE_PATH=$folder/node_modules
}
