# Every form that Git writes an index in.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../oracle/changes.sh"

many_files() {
  repository
  for directory in a b c; do
    for file in 1 2 3; do write "$directory/deep/$file.txt" "$directory $file\n"; done
  done
  git add -A && git commit -qm "feat: files"
}
change_some() {
  write a/deep/1.txt 'changed\n'
  write b/new.txt 'new\n'
  git rm -qf c/deep/2.txt
  git add -A
}

for version in 2 3 4; do
  it "reads version $version"
    many_files
    git update-index --index-version "$version"
    change_some
    expect_staged_like_git
done

it "reads a split index"
  many_files
  git update-index --split-index
  change_some
  expect_staged_like_git

it "reads a sparse index"
  many_files
  git sparse-checkout init --cone --sparse-index
  git sparse-checkout set a
  write a/deep/1.txt 'changed\n'
  git add a/deep/1.txt
  expect_staged_like_git

it "opens a sparse directory that differs from HEAD"
  many_files
  git sparse-checkout init --cone --sparse-index
  git sparse-checkout set a
  git reset -q --soft HEAD~1
  expect_staged_like_git

it "passes over the untracked cache and the file system monitor"
  many_files
  git update-index --untracked-cache --force-untracked-cache
  git update-index --fsmonitor 2>/dev/null
  change_some
  expect_staged_like_git

it "leaves out what is only intended to be added"
  many_files
  write later.txt 'later\n'
  git add -N later.txt
  write a/deep/1.txt 'changed\n'
  git add a/deep/1.txt
  expect_staged_like_git

it "sees a file as deleted that is only intended to be added again"
  many_files
  git rm -q --cached a/deep/1.txt && git add -N a/deep/1.txt
  expect_staged_like_git

it "keeps skip-worktree and assume-unchanged entries"
  many_files
  git update-index --skip-worktree a/deep/1.txt
  git update-index --assume-unchanged a/deep/2.txt
  rm a/deep/1.txt a/deep/2.txt
  change_some
  expect_staged_like_git

it "does not ask for the checksum of the index"
  many_files
  change_some
  python3 - <<'PYTHON'
data = bytearray(open(".git/index", "rb").read())
data[-20:] = bytes(20)
open(".git/index", "wb").write(data)
PYTHON
  expect_staged_like_git

it "names the paths that are in conflict"
  many_files
  git checkout -qb side && write a/deep/1.txt 'theirs\n' && commit "feat: theirs"
  git checkout -q main && write a/deep/1.txt 'ours\n' && commit "feat: ours"
  git merge -q side >/dev/null 2>&1
  run dump_change staged --files
  expect_exit 3
  expect_err "1 path is in conflict: a/deep/1.txt"
  expect_err "git add"

it "refuses an index that is damaged"
  many_files
  printf 'DIRC\0\0\0\2\0\0\377\377' >.git/index
  run dump_change staged --files
  expect_exit 3
  expect_err "the index is damaged"
  expect_err "remove it and run \`git reset\`"
  expect_no_err "another clone"
  run moongate check --staged
  expect_exit 3
  expect_same "how often its path is told" 1 "$(grep -o '\.git/index' <<<"$err" | wc -l)"

it "takes a missing index as empty, as Git does"
  many_files
  rm .git/index
  expect_staged_like_git

it "writes nothing"
  many_files
  change_some
  before=$(snapshot)
  staged_by_us >/dev/null
  expect_same "the directory" "$before" "$(snapshot)"

it "reads a sparse index with files staged outside of the cone"
  git init -q .
  for directory in in out deep/er; do write $directory/a.txt "$directory\n" && write $directory/b.txt "$directory b\n"; done
  commit "feat: files"
  git sparse-checkout init --cone --sparse-index 2>/dev/null && git sparse-checkout set in 2>/dev/null
  blob=$(echo new | git hash-object -w --stdin)
  git update-index --add --cacheinfo "100644,$blob,deep/er/c.txt"
  git update-index --add --cacheinfo "100644,$blob,out/a.txt"
  write in/a.txt 'changed\n' && git add in
  expect_staged_like_git

it "reads version 4 with long common beginnings and paths that are not UTF-8"
  git init -q .
  long=$(printf 'directory/%.0s' $(seq 30))
  for number in 1 2 3; do
    write "$long"$'caf\351'"-$number.txt" "$number\n"
    write "${long}long-name-$(printf 'x%.0s' $(seq 150))-$number" "$number\n"
  done
  commit "feat: long" && git update-index --index-version 4
  write "$long"$'caf\351-2.txt' 'changed\n' && git mv "$long"$'caf\351-1.txt' $'\377.txt' && git add -A
  expect_staged_like_git

it "reads one that was written by several threads, with what a resolved conflict left"
  git init -q . && git config index.threads 4 && git config core.untrackedCache true
  for number in $(seq 300); do echo "$number" >"file$number"; done
  commit "feat: many" && git checkout -qb side && write file1 'side\n' && commit "feat: side"
  git checkout -q main && write file1 'main\n' && commit "feat: main"
  git merge -q side >/dev/null 2>&1
  write file1 'both\n' && git add file1
  expect_staged_like_git

it "reads one without entries: everything is removed"
  repository && git rm -q -r .
  expect_staged_like_git

finish
