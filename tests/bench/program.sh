#!/usr/bin/env bash
# The program as its users start it: start-up, a hook on a large repository, a commit message.
. "$(dirname "$0")/lib.sh"
moongate=$BUILD_DIR/moongate
rounds=${MOONGATE_BENCH_ROUNDS:-15}

# peak NAME COMMAND…: the largest resident memory of one run, in KiB.
peak() {
  local name=$1
  shift
  /usr/bin/time -f "$name: peak memory %M KiB" "$@" 2>&1 >/dev/null | tail -n 1
}

version() { "$moongate" --version; }
nothing() { /bin/true; }
compare "moongate --version, against /bin/true" 100 version nothing
peak "moongate --version" "$moongate" --version

files=${MOONGATE_BENCH_FILES:-80000}
repository=$SCRATCH/big
"$SOURCE_DIR/tests/bench/make-big-repo" "$repository" "$files"
number=0
git -C "$repository" ls-files | awk -v every="$((files / 10))" 'NR % every == 1' | head -n 10 |
  while read -r path; do
    number=$((number + 1))
    blob=$(printf 'first line %s\nsecond line\nthird line\n' "$number" |
      git -C "$repository" hash-object -w --stdin)
    printf '100644 %s\t%s\n' "$blob" "$path"
  done | git -C "$repository" update-index --index-info
check_staged() { "$moongate" -C "$repository" check --staged --no-cache; }
diff_cached() { git -C "$repository" diff --cached; }
found=$("$moongate" -C "$repository" check --staged --no-cache --format json | jq .change.files)
[ "$found" = 10 ] || { echo "expected 10 staged files, found $found" >&2; exit 1; }
compare "check --staged, all checks, ten of $files files, against git diff --cached" "$rounds" \
  check_staged diff_cached
peak "check --staged" "$moongate" -C "$repository" check --staged --no-cache
peak "git diff --cached" git -C "$repository" diff --cached

# commitlint: the newest that runs on this machine's Node.
npm_directory=${MOONGATE_BENCH_NPM:-$SOURCE_DIR/build/bench-npm}
if [ ! -x "$npm_directory/node_modules/.bin/commitlint" ]; then
  mkdir -p "$npm_directory"
  (cd "$npm_directory" && npm init -y >/dev/null 2>&1 &&
    npm install --no-save @commitlint/cli@20 @commitlint/config-conventional@20 >/dev/null 2>&1) || true
fi
if [ -x "$npm_directory/node_modules/.bin/commitlint" ]; then
  message=$SCRATCH/message
  printf 'feat(parser): read what the other side wrote\n\nIt was never read before.\n' >"$message"
  echo "module.exports = { extends: ['@commitlint/config-conventional'] }" >"$npm_directory/commitlint.config.js"
  commit_msg() { "$moongate" -C "$repository" hook commit-msg "$message"; }
  commitlint() { (cd "$npm_directory" && ./node_modules/.bin/commitlint --edit "$message"); }
  compare "commit-msg on one message, against commitlint" 7 commit_msg commitlint
  peak "commit-msg" "$moongate" -C "$repository" hook commit-msg "$message"
  (cd "$npm_directory" && peak "commitlint" ./node_modules/.bin/commitlint --edit "$message")
else
  echo "commit-msg: not measured: commitlint could not be installed from npm" >&2
  exit 1
fi
