#!/usr/bin/env bash
# Trees that no Git makes: a few that stand for 2^41 files, impossible modes, names that Git refuses. In every
# kind of change that reads trees the answer is exit 3 with a cause, soon, and never an empty change.
. "$(dirname "$0")/../lib.sh"

# tree ENTRY…: writes a tree of entries "MODE NAME ID" as they are, and prints its id.
tree() {
  local entry mode name id
  for entry; do
    read -r mode name id <<<"$entry"
    printf '%s %s\0' "$mode" "$name"
    printf "$(printf '%s' "$id" | sed 's/../\\x&/g')"
  done | git hash-object -t tree -w --literally --stdin
}
# bomb CONTENT LEVELS: a tree of 2^(LEVELS + 1) files
bomb() {
  local blob t i
  blob=$(printf '%s' "$1" | git hash-object -w --stdin)
  t=$(printf '100644 blob %s\ta\n100644 blob %s\tb\n' "$blob" "$blob" | git mktree)
  for i in $(seq "$2"); do
    t=$(printf '040000 tree %s\ta\n040000 tree %s\tb\n' "$t" "$t" | git mktree)
  done
  echo "$t"
}
# bounded ARGS…: `moongate` with no more address space than a bomb would fill at once; sanitizers
# reserve more than that for themselves
bounded() {
  local memory=2000000
  [[ "${BUILD_DIR:-}" != *san* ]] || memory=unlimited
  (ulimit -v $memory && exec timeout 600 moongate "$@")
}
# with_bomb: a repository with a commit `base`, and $bombed, a commit on it that holds a bomb
with_bomb() {
  repository
  write a 'base\n'
  commit "chore: base"
  git branch base
  bombed=$(git commit-tree -m "feat: bomb" -p base "$(bomb one 40)")
}
refused() {
  expect_exit 3
  expect_any "$1"
}

it "a bomb in a range, as a commit, as a whole tree"
  with_bomb
  run bounded check --range "base..$bombed"
  refused "more than 10000000 files"
  expect_any "raise [limits] files"
  run bounded check --commit "$bombed"
  refused "more than 10000000 files"
  run bounded check --all="$bombed"
  refused "more than 10000000 files"

it "a bomb that another bomb replaces, and one that is removed"
  with_bomb
  second=$(git commit-tree -m "feat: another" -p "$bombed" "$(bomb two 40)")
  run bounded check --range "$bombed..$second"
  refused "more than 10000000 files"
  removed=$(git commit-tree -m "feat: removed" -p "$bombed" "base^{tree}")
  run bounded check --range "$bombed..$removed"
  refused "more than 10000000 files"

it "a bomb in a merge"
  with_bomb
  merge=$(git commit-tree -m "merge: both" -p base -p "$bombed" "$(bomb three 40)")
  run bounded check --commit "$merge"
  refused "more than 10000000 files"

it "a bomb that the index removes"
  with_bomb
  git update-ref HEAD "$bombed"
  run bounded check --staged
  refused "more than 10000000 files"
  git update-ref HEAD base

it "directories without files are bounded, too"
  with_bomb
  t=$(git mktree </dev/null)
  for _ in $(seq 40); do t=$(printf '040000 tree %s\ta\n040000 tree %s\tb\n' "$t" "$t" | git mktree); done
  run bounded check --range "base..$(git commit-tree -m "feat: empty" -p base "$t")"
  refused "more than 10000000 directories"

it "limits.files is what the change's configuration says, lower and higher"
  repository
  write moongate.toml '[limits]\nfiles = 3\n'
  write a 'a\n'
  write b 'b\n'
  git add -A
  run moongate check --staged
  expect_exit 0
  write c 'c\n'
  git add -A
  run moongate check --staged
  refused "more than 3 files"

it "limits.read counts the bytes of the files that are read"
  repository
  write moongate.toml '[limits]\nread = "1MiB"\n'
  head -c 900000 /dev/zero | tr '\0' 'a' | fold -w 79 >a.txt
  head -c 900000 /dev/zero | tr '\0' 'b' | fold -w 79 >b.txt
  git add -A
  run moongate check --staged --skip size-limit
  refused "read more than 1MiB"

it "modes that no entry can have, and names that Git refuses"
  repository
  write a 'base\n'
  commit "chore: base"
  blob=$(git rev-parse HEAD:a)
  for entry in "020000 x" "150000 x" "100644 .." "100644 .git" "100644 .GIT" "100644 x/y"; do
    t=$(tree "$entry $blob")
    c=$(git commit-tree -m "feat: x" -p HEAD "$t")
    for what in "--range HEAD..$c" "--commit $c" "--all=$c"; do
      run moongate check $what
      refused "$t"
    done
  done

it "two entries of one name, and entries out of order"
  repository
  write a 'base\n'
  commit "chore: base"
  blob=$(git rev-parse HEAD:a)
  t=$(tree "100644 x $blob" "100644 x $blob")
  run moongate check --all="$(git commit-tree -m "feat: x" -p HEAD "$t")"
  refused "two entries"
  t=$(tree "100644 y $blob" "100644 x $blob")
  run moongate check --all="$(git commit-tree -m "feat: x" -p HEAD "$t")"
  refused "not in order"

finish
