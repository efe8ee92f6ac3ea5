#!/usr/bin/env bash
# label: slow
# A --fix that is killed at any of its system calls: every file of the working tree, and the index,
# has its old or its new bytes; the next run tells what was interrupted; the next --fix finishes it, and
# nothing of the killed run is left. MOONGATE_STOPS=all tries every call in every case, else the first
# case has all of its calls tried and the others every sixth.
stops=${MOONGATE_STOPS:-some}
. "$(dirname "$0")/../lib.sh"
STOP_AT=${STOP_AT:-${BUILD_DIR:-$SOURCE_DIR/build/release}/tests/moongate_stop_at}
[ -x "$STOP_AT" ] || { echo "no program at $STOP_AT" >&2; exit 1; }
"$STOP_AT" 1 true 2>/dev/null
if [ $? = 77 ]; then
  echo "SKIPPED: this system does not let processes be traced, so that no --fix can be stopped"
  it "leaves old or new bytes at every system call (skipped)"
  finish
fi
# A leak checker does not work in a process that is traced.
export ASAN_OPTIONS=${ASAN_OPTIONS:-}:detect_leaks=0

# Two files of an index and a working tree, one of them partly staged; so that every kind of write is
# there once, and no more.
two_files() {
  repository
  write a.txt 'one  \ntwo\n' && write sub/b.txt 'x \n\n\ny  \n' && git add .
  write sub/b.txt 'x \n\n\nunstaged\ny  \n'
}

index_state() { GIT_OPTIONAL_LOCKS=0 git ls-files -s 2>&1; }
# One line a file: path and digest. What a stopped run may leave next to a file is left out.
tree_state() {
  find . -path ./.git -prune -o \( -type f ! -name '.*.moongate-[0-9]*' \) -print0 | LC_ALL=C sort -z |
    xargs -0 sha1sum
}
# What is there that nobody asked for.
leftovers() {
  find . -path ./.git/objects -prune -o \( -name '*.lock' ! -name fix.lock -o -name '*.moongate-*' \) -print
  find "$(git rev-parse --git-dir)/" \( -path '*/moongate/fix' -o -name '*.lock' ! -name fix.lock \) -print
}

# stopped_everywhere STEP COMMAND...: in the repository of this directory, which is copied for each stop.
# Options of stop_at are in $stop_options; $copy copies the repository from $1 to $2.
copy_plain() { cp -a "$1" "$2"; }
stop_options=() copy=copy_plain
stopped_everywhere() {
  local step=$1 n=0 count=0 told=0 here=$PWD old_index new_index old_tree new_tree index tree at line
  shift
  [ "$stops" = some ] || step=1
  $copy "$here" "$here-done" && cd "$here-done" || exit 1
  old_index=$(index_state) old_tree=$(tree_state)
  run "$@"
  expect_exit 0
  new_index=$(index_state) new_tree=$(tree_state)
  [ "$old_index" != "$new_index" ] && [ "$old_tree" != "$new_tree" ] || fail "nothing was fixed"
  while [ "$title_failed" = 0 ]; do
    n=$((n + step))
    rm -rf "$here-stopped" && cd "$here" && $copy "$here" "$here-stopped" && cd "$here-stopped" || exit 1
    run "$STOP_AT" $n --from /moongate/fix "${stop_options[@]}" "$@"
    [ "$status" = 137 ] || break
    at=$err count=$((count + 1))
    index=$(index_state) tree=$(tree_state)
    [ "$index" = "$old_index" ] || [ "$index" = "$new_index" ] || fail "$at: the index is neither"
    while read -r line; do
      [[ "$old_tree" == *"$line"* || "$new_tree" == *"$line"* ]] || fail "$at: neither: $line"
    done <<<"$tree"
    expect_same "$at: files" "$(wc -l <<<"$old_tree")" "$(wc -l <<<"$tree")"
    [ "$index" = "$old_index" ] || expect_same "$at: files, the index being new" "$new_tree" "$tree"

    run moongate check --no-cache
    if [ "$index$tree" != "$old_index$old_tree" ] && [ "$index$tree" != "$new_index$new_tree" ]; then
      expect_err "an earlier --fix was interrupted"
    fi
    if [[ "$err" == *"an earlier --fix was interrupted"* ]]; then
      told=$((told + 1))
      expect_err 'run `moongate check --fix` to finish it'
      [ ! -s "$(git rev-parse --git-dir)/index.lock" ] || expect_err "index.lock"
      run moongate doctor
      expect_exit 1
      expect_out "an earlier --fix was interrupted"
    else
      expect_same "$at: what is left that nobody is told of" "" "$(leftovers)"
    fi
    run moongate check --fix --no-cache
    if [ "$status" = 3 ] && [ -e .git/index.lock ] && [ ! -s .git/index.lock ]; then
      # Made, empty, and not yet noted as ours, which takes a file system without hard links: it could
      # be any Git's, so that a person must say.
      expect_same "options" --no-links "${stop_options[*]}"
      expect_err "remove this file"
      rm .git/index.lock
      run moongate check --fix --no-cache
    fi
    expect_exit 0
    expect_same "$at: the index after the next --fix" "$new_index" "$(index_state)"
    expect_same "$at: files after the next --fix" "$new_tree" "$(tree_state)"
    expect_same "$at: what is left" "" "$(leftovers)"
  done
  expect_exit 0 # it ran through in the end
  [ $((count * step)) -ge 30 ] || fail "only $count stops, at each of $step calls"
  [ "$told" -gt 0 ] || fail "no stop was told of"
  echo "$title: $count stops, $told of them told"
  cd "$here" || exit 1
}
fix=(moongate check --fix --no-cache --jobs 1)

it "leaves old or new bytes at every system call"
  two_files
  stopped_everywhere 1 "${fix[@]}"

it "does so on a file system without hard links"
  two_files
  stop_options=(--no-links)
  stopped_everywhere 6 "${fix[@]}"
  stop_options=()

it "does so where the working tree is on another file system than the Git directory"
  other=$(mktemp -d /dev/shm/moongate-test.XXXXXX 2>/dev/null || true)
  [ -z "$other" ] || trap 'chmod -R u+w "$SCRATCH"; rm -rf "$SCRATCH" "$other"' EXIT
  if [ -z "$other" ] || [ "$(stat -c %d "$other")" = "$(stat -c %d .)" ]; then
    echo "SKIPPED: there is no second file system here that may be written"
  else
    two_files
    mv .git "$other/0" && echo "gitdir: $other/0" >.git && git config core.worktree "$PWD"
    copies=0
    copy_apart() {
      [ $copies = 0 ] || rm -rf "${other:?}/$copies"
      copies=$((copies + 1))
      cp -a "$1" "$2" && cp -a "$other/0" "$other/$copies" && echo "gitdir: $other/$copies" >"$2/.git" &&
        git --git-dir="$other/$copies" config core.worktree "$2"
    }
    copy=copy_apart
    stopped_everywhere 6 "${fix[@]}"
    copy=copy_plain
  fi

it "leaves no lock of the two indexes of a partial commit"
  repository
  write a.txt 'a\n' && commit "feat: a"
  write a.txt 'a\nmore  \n' && write b.txt 'b\n' && git add b.txt
  mkdir -p .git/hooks
  printf '#!/bin/sh\nexec "%s" $(cat .git/stop) --from /moongate/fix moongate hook pre-commit --fix --no-cache --jobs 1\n' \
    "$STOP_AT" >.git/hooks/pre-commit
  chmod +x .git/hooks/pre-commit
  here=$PWD n=0 count=0 told=0 step=6
  [ "$stops" = some ] || step=1
  old_index=$(index_state) old_tree=$(tree_state)
  new_tree=${old_tree/"$(sha1sum ./a.txt)"/"$(printf 'a\nmore\n' | sha1sum | cut -d' ' -f1)  ./a.txt"}
  while [ "$title_failed" = 0 ]; do
    n=$((n + step))
    rm -rf "$here-stopped" && cp -a "$here" "$here-stopped" && cd "$here-stopped" || exit 1
    echo $n >.git/stop
    run git commit -qm "feat: more" a.txt
    [ "$status" != 0 ] || break
    expect_err "stopped at call"
    at=$err count=$((count + 1)) tree=$(tree_state)
    # Git gives up the commit, and with it both indexes; the one that stays was never to be written.
    expect_same "$at: the index" "$old_index" "$(index_state)"
    [ "$tree" = "$old_tree" ] || [ "$tree" = "$new_tree" ] || fail "$at: a file is neither: $tree"
    run moongate check --no-cache
    if [[ "$err" == *"an earlier --fix was interrupted"* ]]; then
      told=$((told + 1))
    else
      # Then it had begun nothing, or was done and only swept its directory or printed its report.
      [[ "$tree" == "$old_tree" || "$at" =~ ^stopped\ at\ call\ [0-9]+:\ (unlink|rmdir|write) ]] ||
        fail "$at: nothing is told, and the tree is $tree"
      expect_same "$at: what is left that nobody is told of" "" "$(leftovers)"
    fi
    run moongate check --fix --no-cache
    expect_exit 0
    expect_same "$at: what is left" "" "$(leftovers)"
    expect_same "$at: files" "$tree" "$(tree_state)"
  done
  expect_exit 0
  [ $((count * step)) -ge 30 ] || fail "only $count stops, at each of $step calls"
  [ "$told" -gt 0 ] || fail "no stop was told of"
  expect_same "committed in the end" "$(printf 'a\nmore')" "$(git show HEAD:a.txt)"
  echo "$title: $count stops, $told of them told"

finish
