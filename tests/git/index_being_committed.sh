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
    "$(readable <"$SCRATCH/$folder_number/seen")"
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

it "sees the commit of a linked work tree"
  two_changed_files
  git worktree add -q ../linked-$folder_number -b linked 2>/dev/null
  folder=$PWD
  cd ../linked-$folder_number && write c.txt 'c\n' && git add c.txt && git commit -qm "feat: c"
  expect_equal "a commit in a linked work tree" \
    "$(git diff-tree -r --raw -z --no-abbrev HEAD^ HEAD | readable)" "$(readable <"$folder/seen")"
  cd "$folder"

it "sees what a merge brings, against HEAD"
  two_changed_files
  git checkout -q -- . && git checkout -qb side && write c.txt 'c\n' && git add . && git commit -qm "feat: c"
  git checkout -q main && write d.txt 'd\n' && git add d.txt && git commit -qm "feat: d"
  hook pre-merge-commit
  git merge -q --no-edit side 2>/dev/null
  expect_seen "git merge"

it "sees a cherry-picked change committed by hand"
  two_changed_files
  git checkout -q -- . && git checkout -qb side && write c.txt 'c\n' && git add . && git commit -qm "feat: c"
  git checkout -q main && git cherry-pick --no-commit side && git commit -qm "feat: picked"
  expect_seen "git cherry-pick --no-commit"

it "takes a relative GIT_INDEX_FILE from the top of the work tree"
  repository
  write sub/a.txt 'a\n'
  cp .git/index other-index
  GIT_INDEX_FILE=$PWD/other-index git add sub/a.txt
  expect_equal "GIT_INDEX_FILE=other-index" \
    "$(GIT_INDEX_FILE=other-index git -C sub diff --cached --raw -z --no-abbrev | readable)" \
    "$(cd sub && GIT_INDEX_FILE=other-index dump_change staged --files | readable)"
  expect_same "the usual index" "" "$(staged_by_us)"

finish
