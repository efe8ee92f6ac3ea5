#!/usr/bin/env bash
# Dead branches: 2,000 branches of a history of 20,000 commits, next to `git branch --merged`, which
# answers only the first of the questions (merged by a merge; not by rebase, squash or cherry-pick, and
# not how old).
. "$(dirname "$0")/lib.sh"
moongate=$BUILD_DIR/moongate
commits=${MOONGATE_BENCH_COMMITS:-20000}
branches=${MOONGATE_BENCH_BRANCHES:-2000}
rounds=${MOONGATE_BENCH_ROUNDS:-3}
repository=$SCRATCH/branches
git init -q "$repository"
# Every other branch is merged (its head is a commit of main); the others have one commit of their own.
awk -v commits="$commits" -v branches="$branches" '
  function commit(ref, mark, from, file, text) {
    printf "commit %s\nmark :%d\ncommitter Bench <bench@example.com> %d +0000\ndata 1\nc\n", ref, mark, 1600000000 + mark
    if (from) printf "from :%d\n", from
    printf "M 100644 inline %s\ndata %d\n%s\n", file, length(text), text
  }
  BEGIN {
    for (i = 1; i <= commits; i++) commit("refs/heads/main", i, i > 1 ? i - 1 : 0, "d" i % 50 "/f" i % 400 ".txt", "text " i)
    for (b = 1; b <= branches; b++) {
      from = int(b * commits / branches)
      if (b % 2) { printf "reset refs/heads/merged-%d\nfrom :%d\n\n", b, from; continue }
      commit("refs/heads/open-" b, commits + b, from, "open/" b ".txt", "open " b)
    }
  }' | git -C "$repository" fast-import --quiet
git -C "$repository" symbolic-ref HEAD refs/heads/main
git -C "$repository" commit-graph write --reachable 2>/dev/null || true
ours() { "$moongate" -C "$repository" check --branches --fail-on never --format json; }
merged() { git -C "$repository" branch --merged main; }
found=$(ours | jq '[.findings[] | select(.branch | startswith("merged-"))] | length')
[ "$found" = $((branches / 2)) ] || { echo "expected $((branches / 2)) merged branches, found $found" >&2; exit 1; }
compare "check --branches, $branches branches of $commits commits, against git branch --merged" "$rounds" ours merged
