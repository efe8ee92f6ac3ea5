# Which index a hook sees: the one that Git is committing, whatever form of `git commit` was typed.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../oracle/changes.sh"

# The hook writes down what it sees; then that must be what the commit changed.
hook() {
  mkdir -p "$(git rev-parse --git-common-dir)/hooks"
  cat >"$(git rev-parse --git-common-dir)/hooks/$1" <<HOOK
#!/bin/sh
dump_change staged --files >"$PWD/seen"
HOOK
  chmod +x "$(git rev-parse --git-common-dir)/hooks/$1"
}
expect_seen() {
  expect_equal "$1" "$(git diff-tree -r --raw -z -M --no-abbrev HEAD^ HEAD | readable)" \
    "$(readable <"$SCRATCH/$directory_number/seen")"
}
two_changed_files() {
  repository
  write a.txt 'a\n'
  write b.txt 'b\n'
  git add a.txt b.txt && git commit -qm "feat: two files"
  write .git/info/exclude 'seen\n'
  hook pre-commit
  write a.txt 'a changed\n'
  write b.txt 'b changed\n'
}

it "sees what was added before a plain commit"
  two_changed_files
  git add a.txt && git commit -qm "feat: a"
  expect_seen "git commit"

it "sees everything in commit -a"
  two_changed_files
  git commit -qam "feat: all"
  expect_seen "git commit -a"

it "sees only the named file in commit PATH, though another one is staged"
  two_changed_files
  git add b.txt && git commit -qm "feat: a" a.txt
  expect_seen "git commit a.txt"
  expect_same "the commit" "a.txt" "$(git diff-tree -r --name-only HEAD^ HEAD)"

it "sees named and staged files in commit --include"
  two_changed_files
  git add b.txt && git commit -qm "feat: both" --include a.txt
  expect_seen "git commit --include a.txt"

it "sees the chosen hunks in commit -p"
  two_changed_files
  printf 'y\nn\n' | git commit -qpm "feat: one hunk" >/dev/null
  expect_seen "git commit -p"
  expect_same "the commit" "a.txt" "$(git diff-tree -r --name-only HEAD^ HEAD)"

it "sees what an amended commit adds to HEAD"
  two_changed_files
  git add a.txt && git commit -qm "feat: a" && git add b.txt && git commit -q --amend -m "feat: both"
  expect_equal "git commit --amend" "$(git diff --raw -z -M --no-abbrev HEAD@{1} HEAD | readable)" \
    "$(readable <seen)"

it "sees the commit that a subfolder starts"
  two_changed_files
  mkdir sub && cd sub && git commit -qam "feat: from below" && cd ..
  expect_seen "git commit in a subfolder"

it "sees the first commit of a repository"
  empty_repository
  write a.txt 'a\n'
  write .git/info/exclude 'seen\n'
  hook pre-commit
  git add a.txt && git commit -qm "feat: begin"
  expect_equal "the first commit" \
    "$(git diff-tree -r --root --no-commit-id --raw -z --no-abbrev HEAD | readable)" "$(readable <seen)"

it "sees the commit of a linked working tree"
  two_changed_files
  git worktree add -q ../linked-$directory_number -b linked 2>/dev/null
  directory=$PWD
  cd ../linked-$directory_number && write c.txt 'c\n' && git add c.txt && git commit -qm "feat: c"
  expect_equal "a commit in a linked working tree" \
    "$(git diff-tree -r --raw -z --no-abbrev HEAD^ HEAD | readable)" "$(readable <"$directory/seen")"
  cd "$directory"

# A merge in the making: the files that no parent has, as the first parent has them.
expect_merge_seen() {
  local names expected=""
  mapfile -t names < <(git diff-tree -c -r --name-only --no-commit-id HEAD)
  [ ${#names[@]} = 0 ] || expected=$(git diff --raw -z -M --no-abbrev HEAD^1 HEAD -- "${names[@]}" | readable)
  expect_file seen
  expect_same "$1" "$expected" "$(readable <seen)"
}

it "sees nothing of its own in a clean merge"
  two_changed_files
  git checkout -q -- . && git checkout -qb side && write c.txt 'c\n' && git add . && git commit -qm "feat: c"
  git checkout -q main && write d.txt 'd\n' && git add d.txt && git commit -qm "feat: d"
  hook pre-merge-commit
  git merge -q --no-edit side 2>/dev/null
  expect_merge_seen "git merge"

it "sees a cherry-picked change committed by hand"
  two_changed_files
  git checkout -q -- . && git checkout -qb side && write c.txt 'c\n' && git add . && git commit -qm "feat: c"
  git checkout -q main && git cherry-pick --no-commit side && git commit -qm "feat: picked"
  expect_seen "git cherry-pick --no-commit"

it "sees a commit --only of a path that is staged differently"
  two_changed_files
  git add a.txt && write a.txt 'a once more\n' && git add b.txt
  git commit -qm "feat: a" --only a.txt
  expect_seen "git commit --only a.txt"
  expect_same "the commit" "a.txt" "$(git diff-tree -r --name-only HEAD^ HEAD)"

it "sees the commit of a path where the index is split, in commit -a, PATH and a linked working tree"
  two_changed_files
  git update-index --split-index
  git add b.txt && git commit -qm "feat: a" a.txt
  expect_seen "git commit a.txt"
  write a.txt 'once more\n' && git commit -qam "feat: all"
  expect_seen "git commit -a"
  git config core.splitIndex true
  write a.txt 'and again\n' && git commit -qm "feat: a again" a.txt
  expect_seen "git commit a.txt, core.splitIndex"

it "sees the commit of a path where the index is of version 4, or sparse"
  two_changed_files
  git update-index --index-version 4
  git add b.txt && git commit -qm "feat: a" a.txt
  expect_seen "git commit a.txt"
  write directory/c.txt 'c\n' && git add directory && git commit -qm "feat: c"
  git sparse-checkout init --cone --sparse-index 2>/dev/null && git sparse-checkout set 2>/dev/null
  write b.txt 'more\n' && git commit -qm "feat: b" b.txt
  expect_seen "git commit b.txt, sparse"

it "sees the commit that ends a merge with conflicts, and what was resolved"
  two_changed_files
  git commit -qam "feat: ours" && git checkout -qb side HEAD~1
  write a.txt 'theirs\n' && git add a.txt && git commit -qm "feat: theirs"
  git merge -q main >/dev/null 2>&1
  write a.txt 'both\n' && git add a.txt && git commit -qm "merge"
  expect_merge_seen "git commit after git merge"

it "sees a commit that a rebase stopped for"
  two_changed_files
  git checkout -q -- . && write c.txt 'c\n' && git add c.txt && git commit -qm "feat: c"
  write d.txt 'd\n' && git add d.txt && git commit -qm "feat: d"
  GIT_SEQUENCE_EDITOR='sed -i "1s/pick/edit/"' git rebase -q -i HEAD~2 2>/dev/null
  write c.txt 'c, edited\n' && git add c.txt && rm -f seen && git commit -q --amend --no-edit
  expect_equal "git commit --amend within git rebase" \
    "$(git diff --raw -z -M --no-abbrev ORIG_HEAD~1 HEAD -- c.txt | readable)" "$(readable <seen)"
  git rebase --continue >/dev/null 2>&1
  expect_same "the rebased history" "feat: d" "$(git log -1 --format=%s)"

it "sees a commit that a rebase stopped for because of a conflict"
  two_changed_files
  git commit -qam "feat: ours" && git checkout -qb side HEAD~1
  write a.txt 'theirs\n' && git add a.txt && git commit -qm "feat: theirs"
  git rebase -q main >/dev/null 2>&1
  write a.txt 'both\n' && git add a.txt && git commit -qm "feat: both"
  expect_seen "git commit within git rebase"

it "sees what a revert by hand takes away"
  two_changed_files
  git commit -qam "feat: all" && git revert --no-commit HEAD && git commit -qm "revert: all"
  expect_seen "git commit after git revert"

it "takes a relative GIT_INDEX_FILE from the top of the working tree"
  repository
  write sub/a.txt 'a\n'
  cp .git/index other-index
  GIT_INDEX_FILE=$PWD/other-index git add sub/a.txt
  expect_equal "GIT_INDEX_FILE=other-index" \
    "$(GIT_INDEX_FILE=other-index git -C sub diff --cached --raw -z --no-abbrev | readable)" \
    "$(cd sub && GIT_INDEX_FILE=other-index dump_change staged --files | readable)"
  expect_same "the usual index" "" "$(staged_by_us)"

it "sees the commit of a path, then of the rest, where the index is split and shared"
  repository && git config core.splitIndex true && git config splitIndex.maxPercentChange 90
  for number in $(seq 40); do write "file$number" "$number\n"; done
  commit "feat: many" && write .git/info/exclude 'seen\n' && hook pre-commit
  for number in 3 5 7; do write "file$number" "changed $number\n"; done
  git add file3 && git commit -qm "feat: five" file5
  expect_seen "git commit file5"
  git commit -qam "feat: rest"
  expect_seen "git commit -a"

it "sees what is amended where an interactive rebase stops to edit"
  two_changed_files && git commit -qam "feat: both" && write c.txt 'c\n' && git add c.txt && git commit -qm "feat: c"
  GIT_SEQUENCE_EDITOR="sed -i 1s/pick/edit/" git rebase -q -i HEAD~2 2>/dev/null
  write a.txt 'edited\n' && git add a.txt && git commit -q --amend --no-edit
  expect_equal "amended in a rebase" "$(git diff --raw -z -M --no-abbrev 'HEAD@{1}' HEAD | readable)" \
    "$(readable <seen)"
  git rebase --continue >/dev/null 2>&1

it "sees a merge that was changed before its commit, and one that pre-merge-commit sees"
  two_changed_files && git commit -qam "feat: both" && git checkout -qb side HEAD~1
  write side.txt 'side\n' && git add side.txt && git commit -qm "feat: side" && git checkout -q main
  git merge -q --no-commit side >/dev/null && write a.txt 'evil\n' && git add a.txt && git commit -q --no-edit
  expect_merge_seen "git merge --no-commit"
  git reset -q --hard HEAD~1 && rm seen && hook pre-merge-commit
  git merge -q --no-edit side >/dev/null
  expect_merge_seen "pre-merge-commit"

it "sees the commit of a working tree that belongs to a bare repository"
  git init -q --bare bare.git && repository first && git -C first push -q ../bare.git HEAD:main
  git -C bare.git worktree add -q ../tree main 2>/dev/null && cd tree
  hook pre-commit
  write b.txt 'b\n' && git add b.txt && git commit -qm "feat: b"
  expect_equal "the commit" "$(git diff-tree -r --raw -z -M --no-abbrev HEAD^ HEAD | readable)" "$(readable <seen)"
  expect_range_like_git HEAD~1 HEAD

finish
