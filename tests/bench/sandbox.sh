#!/usr/bin/env bash
# What the sandbox costs a healthy check, in instructions, which no load of the machine changes:
# - the built-in and the example checks over this checkout, on our Lua with its interrupt set, against
#   the same Lua as it is published (what tests/bench/lua/visits.lua does, and nothing else);
# - loading every built-in check;
# - 100,000 added lines to one visitor, against the bare C API of the same Lua.
. "$(dirname "$0")/lib.sh"
command -v valgrind >/dev/null || { echo "this bench needs valgrind" >&2; exit 1; }
cd "$SOURCE_DIR"

program=$(bench_program sandbox)
patched=$(bench_program lua_patched)
plain=$(bench_program lua_plain)

# instructions FUNCTION COMMAND…: those that it and what it calls executed; its output goes to a file.
instructions() {
  local function=$1
  shift
  MOONGATE_BENCH_ROUNDS=1 valgrind --tool=callgrind --callgrind-out-file=/dev/null \
    --toggle-collect="$function" "$@" 2>"$SCRATCH/callgrind" >"$SCRATCH/output" ||
    { cat "$SCRATCH/callgrind" >&2; return 1; }
  sed -n 's/.*Collected : *//p' "$SCRATCH/callgrind"
}

# ratio NAME OURS YARDSTICK
ratio() {
  awk -v name="$1" -v x="$2" -v y="$3" 'BEGIN {
    printf "%s: %.1f M instructions, yardstick %.1f M, ratio %.4f\n", name, x / 1e6, y / 1e6, x / y }'
}

git log -n 300 --format='%x00%B' >"$SCRATCH/messages"
mapfile -t corpus < <(git ls-files -- 'sdk/src/script/*.cpp' 'sdk/src/git/*.h' 'docs/*.json' 'docs/*.md' 'tests/hosts/*.py' 'lua/*.lua')
ours=$(instructions measured "$patched" "$SOURCE_DIR" "$SCRATCH/messages" "${corpus[@]}")
cp "$SCRATCH/output" "$SCRATCH/ours"
published=$(instructions measured "$plain" "$SOURCE_DIR" "$SCRATCH/messages" "${corpus[@]}")
cmp -s "$SCRATCH/output" "$SCRATCH/ours" || { echo "the two did not do the same" >&2; exit 1; }
ratio "healthy checks ($(<"$SCRATCH/ours")), against Lua as published" "$ours" "$published"

read -r checks nanoseconds < <("$program" load)
awk -v n="$checks" -v t="$nanoseconds" -v i="$(instructions measured_load "$program" load)" 'BEGIN {
  printf "loading the %d built-in checks: %.3f ms, %.2f M instructions (bound: 1 ms)\n", n, t / 1e6, i / 1e6 }'

ratio "100,000 added lines, against the bare C API" \
  "$(instructions measured_lines "$program" lines 1)" "$(instructions measured_bare "$program" lines 0)"
for round in 1 2 3; do
  read -r _ ours < <(one_core "$program" lines 1)
  read -r _ bare < <(one_core "$program" lines 0)
  printf '%s %s\n' "$ours" "$bare"
done | awk '{ if (!x || $1 < x) x = $1; if (!y || $2 < y) y = $2 } END {
  printf "100,000 added lines, CPU time: %.1f ms, yardstick %.1f ms, ratio %.2f\n", x / 1e6, y / 1e6, x / y }'
