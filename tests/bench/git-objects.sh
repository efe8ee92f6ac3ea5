#!/usr/bin/env bash
# Every object of a repository, read once: against Git's fastest way to do so.
#   tests/bench/git-objects.sh [REPOSITORY]     (or MOONGATE_BENCH_REPO; else a made-up one)
. "$(dirname "$0")/lib.sh"
program=$(bench_program git_objects)
repository=${1:-${MOONGATE_BENCH_REPO:-}}
if [ -z "$repository" ]; then
  repository=$SCRATCH/history
  "$SOURCE_DIR/tests/bench/make-history" "$repository" "${MOONGATE_BENCH_COMMITS:-3000}"
fi
objects=$(git -C "$repository" rev-parse --path-format=absolute --git-path objects)
[ "$(git -C "$repository" rev-parse --show-object-format)" = sha1 ] || export MOONGATE_BENCH_ID_SIZE=32
rounds=${MOONGATE_BENCH_ROUNDS:-3}

ours() { one_core "$program" "$objects" 1; }
ours_on_all() { "$program" "$objects" 0; }
our_blobs() { one_core "$program" "$objects" 1 blobs; }
git_all() { one_core git -C "$repository" cat-file --batch-all-objects --batch --unordered; }
git_blobs() {
  one_core git -C "$repository" cat-file --batch-all-objects --unordered \
    --batch-check='%(objecttype) %(objectname)' | sed -n 's/^blob //p' |
    one_core git -C "$repository" cat-file --batch
}

"$program" "$objects" 1
compare "all objects, one core" "$rounds" ours git_all
compare "all objects, all cores" "$rounds" ours_on_all git_all
compare "blobs, one core" "$rounds" our_blobs git_blobs
