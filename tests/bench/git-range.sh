#!/usr/bin/env bash
# The line differences of every commit of a range: against `git log -p -U0` of the same range. Ours are
# more than that shows: what merges themselves introduce (`git log -c`), and base against head
# (`git diff`), so that the second yardstick is that of the same work.
#   tests/bench/git-range.sh [REPOSITORY [COMMITS [HEAD]]]   (or MOONGATE_BENCH_REPO; else a made-up one)
. "$(dirname "$0")/lib.sh"
program=$(bench_program git_range)
repository=${1:-${MOONGATE_BENCH_REPO:-}}
commits=${2:-1000}
if [ -z "$repository" ]; then
  repository=$SCRATCH/history
  "$SOURCE_DIR/tests/bench/make-history" "$repository" "${MOONGATE_BENCH_COMMITS:-3000}"
fi
head=$(git -C "$repository" rev-parse "${3:-HEAD}")
# As far back as it takes: a range counts what merges bring, too.
git -C "$repository" rev-list --first-parent "$head" >"$SCRATCH/line"
low=1 high=$(wc -l <"$SCRATCH/line")
while [ "$low" -lt "$high" ]; do
  middle=$(((low + high) / 2))
  base=$(sed -n "${middle}p" "$SCRATCH/line")
  if [ "$(git -C "$repository" rev-list --count "$base..$head")" -lt "$commits" ]; then
    low=$((middle + 1))
  else
    high=$middle
  fi
done
base=$(sed -n "${low}p" "$SCRATCH/line")
rounds=${MOONGATE_BENCH_ROUNDS:-5}

ours() { one_core "$program" "$repository" "$base" "$head" 1; }
ours_without_merges() { one_core "$program" "$repository" "$base" "$head" 1 without-merges; }
ours_on_all() { "$program" "$repository" "$base" "$head" 0; }
show=(log -p -U0 --no-color --no-ext-diff --no-textconv "$base..$head")
git_log() { one_core git -C "$repository" "${show[@]}"; }
git_log_and_diff() {
  one_core git -C "$repository" "${show[@]}" -c
  one_core git -C "$repository" diff --raw -M "$base...$head"
}

"$program" "$repository" "$base" "$head"
compare "range of $(git -C "$repository" rev-list --count "$base..$head") commits, one core" "$rounds" ours git_log
compare "the same work, one core: against git log -c and git diff" "$rounds" ours git_log_and_diff
compare "range without merges, one core" "$rounds" ours_without_merges git_log
compare "range, all cores, against one of git log" "$rounds" ours_on_all git_log
