#!/usr/bin/env bash
# Which files are staged: ten among many, against `git diff --cached`.
#   tests/bench/git-index.sh [FILES…]     (default: 80000 1000000)
. "$(dirname "$0")/lib.sh"
program=$(bench_program git_index)
rounds=${MOONGATE_BENCH_ROUNDS:-15}

ours() { one_core "$program" "$repository/.git" "$tree"; }
git_diff() { one_core git -C "$repository" diff --cached --raw --no-renames; }

for files in "${@:-80000 1000000}"; do
  for files in $files; do
    for version in 2 4; do
      repository=$SCRATCH/$files-$version
      "$SOURCE_DIR/tests/bench/make-big-repo" "$repository" "$files" "$version"
      blob=$(echo staged | git -C "$repository" hash-object -w --stdin)
      git -C "$repository" ls-files | awk -v every="$((files / 10))" 'NR % every == 1' | head -n 10 |
        sed "s/^/100644 $blob\t/" | git -C "$repository" update-index --index-info
      tree=$(git -C "$repository" rev-parse 'HEAD^{tree}')
      found=$(ours)
      [ "$found" = 10 ] || { echo "expected 10 staged files, found $found" >&2; exit 1; }
      compare "ten staged among $files, index version $version" "$rounds" ours git_diff
      rm -rf "$repository"
    done
  done
done
