# Sourced by the scripts of tests/git, after lib.sh: what a change is, compared with what Git says.
# DUMP_CHANGE is the program of tests/tools/dump_change.cpp.
DUMP_CHANGE=${DUMP_CHANGE:-$(dirname "$MOONGATE")/tests/moongate_dump_change}
[ -x "$DUMP_CHANGE" ] || { echo "no program at $DUMP_CHANGE: run ./dev build" >&2; exit 1; }
ln -sf "$DUMP_CHANGE" "$SCRATCH/bin/dump_change"

# Readable on one line a file; NUL bytes cannot stand in a shell's variable.
readable() { tr '\0' '\n'; }
staged_by_git() { git diff --cached --raw -z -M --no-abbrev "$@" | readable; }
staged_by_us() { dump_change staged --files | readable; }
range_by_git() { git diff --raw -z -M --no-abbrev "$1...$2" | readable; }
range_by_us() { dump_change range "$1" "$2" --files | readable; }

# expect_equal WHAT EXPECTED ACTUAL: also fails where there is nothing to compare.
expect_equal() {
  last_command=$1 status=0 out=$3 err=""
  [ -n "$2" ] || fail "$1: Git shows nothing, so nothing was compared"
  [ "$2" = "$3" ] || fail "$1: expected
$2"
}
expect_staged_like_git() { expect_equal "what is staged" "$(staged_by_git)" "$(staged_by_us)"; }
# files_in_every_base BASE HEAD: the paths that differ from every commit that the range begins at.
files_in_every_base() {
  local bases base
  bases=$(git rev-list --boundary "$1..$2" | sed -n 's/^-//p')
  for base in $bases; do git diff --name-only "$base" "$2"; done |
    sort | uniq -c | awk -v all="$(wc -w <<<"$bases")" '$1 == all { print $2 }'
}
# For histories in which the range begins at several commits.
expect_range_against_every_base() {
  expect_equal "range $1..$2" "$(files_in_every_base "$1" "$2")" \
    "$(range_by_us "$1" "$2" | grep -v '^:')"
  expect_equal "commits of $1..$2" "$(git rev-list --topo-order --reverse "$1..$2")" \
    "$(dump_change range "$1" "$2" --commits)"
}
expect_range_like_git() {
  expect_equal "range $1..$2" "$(range_by_git "$1" "$2")" "$(range_by_us "$1" "$2")"
  expect_equal "commits of $1..$2" "$(git rev-list --topo-order --reverse "$1..$2")" \
    "$(dump_change range "$1" "$2" --commits)"
}
