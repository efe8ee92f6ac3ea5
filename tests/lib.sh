# The language of the end-to-end scripts. A script sources this file and reads like its output:
#
#   . "$(dirname "$0")/../lib.sh"
#   it "refuses an unknown revision"
#     repository
#     run moongate check --range nowhere..HEAD
#     expect_exit 3
#     expect_err "unknown revision"
#   finish
#
# Every `it` starts in a fresh directory under a home of its own, with no configuration of this machine.
# A failed expectation shows what was run and what it said, and the script goes on with the next one.
set -u

MOONGATE=${MOONGATE:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/build/release/moongate}
[ -x "$MOONGATE" ] || { echo "no program at $MOONGATE: run ./dev build" >&2; exit 1; }
SOURCE_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
SCRATCH=$(mktemp -d "${TMPDIR:-/tmp}/moongate-test.XXXXXX")
trap 'chmod -R u+w "$SCRATCH" 2>/dev/null; rm -rf "$SCRATCH"' EXIT

# Git tells hooks about itself in GIT_*; when this suite runs from a hook, none of that may leak in.
for name in $(env | sed -n 's/^\(GIT_[A-Z_]*\)=.*/\1/p; s/^\(MOONGATE_[A-Z_]*\)=.*/\1/p'); do case $name in MOONGATE_DEPS | MOONGATE_*ROUNDS | MOONGATE_DETERMINISM) ;; *) unset "$name" ;; esac; done
for name in CI GITHUB_ACTIONS GITEA_ACTIONS GITLAB_CI JENKINS_URL TF_BUILD BUILDKITE CIRCLECI; do unset "$name"; done

mkdir -p "$SCRATCH/bin" "$SCRATCH/home"
ln -s "$MOONGATE" "$SCRATCH/bin/moongate"
export PATH="$SCRATCH/bin:$PATH" HOME="$SCRATCH/home" XDG_CONFIG_HOME="$SCRATCH/home/.config"
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL="$SCRATCH/home/.gitconfig" GIT_TERMINAL_PROMPT=0
export GIT_AUTHOR_NAME="A U Thor" GIT_AUTHOR_EMAIL="author@example.com"
export GIT_COMMITTER_NAME="C O Mitter" GIT_COMMITTER_EMAIL="committer@example.com"
export GIT_AUTHOR_DATE="1700000000 +0000" GIT_COMMITTER_DATE="1700000000 +0000"
export LC_ALL=C.UTF-8 TZ=UTC NO_COLOR=
unset NO_COLOR
git config --global init.defaultBranch main
git config --global advice.detachedHead false
git config --global protocol.file.allow always

passed=0 failed=0 title="" title_failed=0 directory_number=0
out="" err="" status=0 last_command=""

close_case() {
  [ -n "$title" ] || return 0
  if [ "$title_failed" = 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
  title=""
}

it() {
  close_case
  title=$1 title_failed=0 directory_number=$((directory_number + 1))
  mkdir -p "$SCRATCH/$directory_number" && cd "$SCRATCH/$directory_number" || exit 1
}

fail() {
  if [ "$title_failed" = 0 ]; then echo "FAILED: $title (${BASH_SOURCE[-1]}:${BASH_LINENO[1]})"; fi
  title_failed=1
  echo "  $1"
  echo "  after: $last_command   (exit $status)"
  printf '%s\n' "$out" | head -40 | sed 's/^/  out| /'
  printf '%s\n' "$err" | head -40 | sed 's/^/  err| /'
}

finish() {
  close_case
  echo "$passed passed, $failed failed"
  [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
  exit
}

# Runs a command; its output is in $out and $err, its exit code in $status. stdin is empty.
run() {
  last_command="$*"
  "$@" >"$SCRATCH/.out" 2>"$SCRATCH/.err" </dev/null
  status=$?
  out=$(tr -d '\0' <"$SCRATCH/.out") err=$(tr -d '\0' <"$SCRATCH/.err")
}

# The same with text on stdin: run_with "text" command…
run_with() {
  local input=$1
  shift
  last_command="$* <<< $input"
  printf '%s' "$input" | "$@" >"$SCRATCH/.out" 2>"$SCRATCH/.err"
  status=${PIPESTATUS[1]}
  out=$(tr -d '\0' <"$SCRATCH/.out") err=$(tr -d '\0' <"$SCRATCH/.err")
}

expect_exit() { [ "$status" = "$1" ] || fail "expected exit $1, got $status"; }
expect_out() { [[ "$out" == *"$1"* ]] || fail "stdout does not contain: $1"; }
expect_err() { [[ "$err" == *"$1"* ]] || fail "stderr does not contain: $1"; }
expect_no_out() { [[ "$out" != *"$1"* ]] || fail "stdout contains: $1"; }
expect_no_err() { [[ "$err" != *"$1"* ]] || fail "stderr contains: $1"; }
expect_any() { [[ "$out$err" == *"$1"* ]] || fail "neither stdout nor stderr contains: $1"; }
expect_none() { [[ "$out$err" != *"$1"* ]] || fail "the output contains: $1"; }
expect_out_is() { [ "$out" = "$1" ] || fail "stdout is not: $1"; }
expect_empty_out() { [ -z "$out" ] || fail "stdout is not empty"; }
expect_file() { [ -e "$1" ] || fail "no file $1"; }
expect_no_file() { [ ! -e "$1" ] || fail "there is a file $1"; }
# expect_same WHAT EXPECTED ACTUAL
expect_same() { [ "$2" = "$3" ] || fail "$1: expected '$2', got '$3'"; }
# A jq expression over stdout must give the text: expect_json '.summary.exit' 1
expect_json() {
  local got
  got=$(jq -rc "$1" "$SCRATCH/.out" 2>&1) || { fail "stdout is not JSON, or jq refused $1: $got"; return; }
  [ "$got" = "$2" ] || fail "$1: expected '$2', got '$got'"
}

# A new repository in the current directory (or in $1), with one commit that any check accepts.
repository() {
  git init -q "${1:-.}" && (
    cd "${1:-.}" || exit 1
    printf 'hello\n' >readme.txt
    git add readme.txt && git commit -qm "feat: begin"
  )
}
empty_repository() { git init -q "${1:-.}"; }
# write PATH TEXT: with printf escapes, directories made.
write() {
  mkdir -p "$(dirname "$1")"
  printf "$2" >"$1"
}
# commit MESSAGE: everything in the directory.
commit() { git add -A && git commit -qm "$1"; }
# A digest of all that Git and the working tree hold, to show that a command wrote nothing.
snapshot() {
  find . -type f ! -path './.git/moongate/*' -print0 | LC_ALL=C sort -z | xargs -0 sha1sum | sha1sum
}
