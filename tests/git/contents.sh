# What a change can hold, seen as Git sees it.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../oracle/changes.sh"

# Twenty lines, so that a small edit leaves most of the file as it was.
long_text() { seq -f "line %g of a file that is long enough" 1 20; }
expect_last_commit_like_git() { expect_range_like_git HEAD~1 HEAD; }

it "renames, with and without edits"
  repository
  mkdir old && long_text >old/a.txt && long_text | tac >old/b.txt && commit "feat: begin"
  git mv old new && echo "one more" >>new/b.txt && commit "feat: move"
  expect_last_commit_like_git

it "a rename that Git does not see as one, because too much changed"
  repository
  long_text >a.txt && commit "feat: begin"
  git rm -q a.txt && (long_text | head -9; seq 1 60) >b.txt && commit "feat: replace"
  expect_last_commit_like_git

it "a swap of two files"
  repository
  long_text >a.txt && long_text | tac >b.txt && commit "feat: begin"
  mv a.txt c && mv b.txt a.txt && mv c b.txt && commit "feat: swap"
  expect_last_commit_like_git

it "a mode that changes, and nothing else"
  repository
  chmod +x readme.txt && commit "feat: executable"
  expect_last_commit_like_git

it "symbolic links, made, moved and turned into files"
  repository
  ln -s readme.txt link && ln -s elsewhere other && commit "feat: links"
  expect_last_commit_like_git
  rm link && write link 'a file now\n' && git mv other moved && commit "feat: a file"
  expect_last_commit_like_git

it "a file that becomes a folder, and back"
  repository
  write thing 'a file\n' && commit "feat: file"
  rm thing && write thing/inside 'a folder\n' && commit "feat: folder"
  expect_last_commit_like_git
  rm -r thing && write thing 'a file\n' && commit "feat: file again"
  expect_last_commit_like_git

it "submodules that move to another commit"
  repository
  git update-index --add --cacheinfo "160000,$(git rev-parse HEAD),module" && git commit -qm "feat: module"
  expect_last_commit_like_git
  git update-index --cacheinfo "160000,$(git rev-parse HEAD),module" && git commit -qm "feat: moved"
  expect_last_commit_like_git

it "paths with newlines, quotes, blanks and bytes that are not UTF-8"
  repository
  printf 'x\n' >"$(printf 'new\nline')"
  printf 'x\n' >"$(printf 'quo"te')"
  printf 'x\n' >"$(printf 'latin-\351')"
  printf 'x\n' >"$(printf 'tab\tblank ')"
  commit "feat: odd names"
  expect_last_commit_like_git

it "empty files, and files that become empty"
  repository
  : >empty && write full 'full\n' && commit "feat: begin"
  : >full && git mv empty moved && commit "feat: empty"
  expect_last_commit_like_git

it "lines as git diff -U0 counts them: CRLF, no newline at the end, binary marked text"
  repository
  printf '*.dat binary\n*.txt -diff\n' >.gitattributes
  printf 'a\r\nb\r\nc' >crlf.txt && printf 'a\nb\nc' >open.md && long_text >marked.dat && commit "feat: begin"
  printf 'a\r\nB\r\nc\r\n' >crlf.txt && printf 'a\nb\nc\nd' >open.md && long_text | sed 's/line 7 /LINE 7 /' >marked.dat && commit "feat: edit"
  expect_equal "lines" "crlf.txt -2,2 +2,2
marked.dat -7,1 +7,1
open.md -3,1 +3,2" "$(dump_change range HEAD~1 HEAD --lines)"

it "a root commit is everything"
  repository
  expect_equal "the root" "$(git diff-tree -r --root --no-commit-id --raw -z --no-abbrev HEAD | readable)" \
    "$(dump_change commit HEAD --files | readable)"
  expect_equal "the tree" "$(git diff-tree -r --root --no-commit-id --raw -z --no-abbrev HEAD | readable)" \
    "$(dump_change tree HEAD --files | readable)"

it "a clean merge introduces nothing"
  repository
  git checkout -qb side && write a.txt 'a\n' && commit "feat: a"
  git checkout -q main && write b.txt 'b\n' && commit "feat: b"
  git merge -q --no-edit side
  expect_same "the merge" "" "$(dump_change commit HEAD --files | readable)"

it "a merge introduces what differs from every parent"
  repository
  write shared.txt 'one\ntwo\nthree\n' && commit "feat: shared"
  git checkout -qb side && write shared.txt 'ONE\ntwo\nthree\n' && commit "feat: one"
  git checkout -q main && write shared.txt 'one\ntwo\nTHREE\n' && write b.txt 'b\n' && commit "feat: three"
  git merge -q --no-edit --no-commit side 2>/dev/null
  write evil.txt 'nobody reviewed this\n' && git add evil.txt && git commit -qm "chore: merge"
  expect_same "paths" "evil.txt shared.txt" "$(dump_change commit HEAD --files | readable | grep -v ^: | tr '\n' ' ' | sed 's/ $//')"
  expect_same "paths that git diff-tree -c has" "evil.txt shared.txt" \
    "$(git diff-tree -c -r --name-only --no-commit-id HEAD | tr '\n' ' ' | sed 's/ $//')"

it "a range begins where the branches parted"
  repository
  git checkout -qb side && write a.txt 'a\n' && commit "feat: a"
  git checkout -q main && write b.txt 'b\n' && commit "feat: b"
  expect_range_like_git main side
  expect_range_like_git side main

it "a criss-cross history"
  repository
  git checkout -qb side && write a.txt 'a\n' && GIT_COMMITTER_DATE="1700000100 +0000" commit "feat: a"
  git checkout -q main && write b.txt 'b\n' && GIT_COMMITTER_DATE="1700000200 +0000" commit "feat: b"
  git branch old-main
  GIT_COMMITTER_DATE="1700000300 +0000" git merge -q --no-edit side
  git checkout -q side && GIT_COMMITTER_DATE="1700000400 +0000" git merge -q --no-edit old-main
  write c.txt 'c\n' && commit "feat: c"
  expect_range_like_git main side
  expect_range_like_git side main

it "histories without a common ancestor"
  repository
  git checkout -q --orphan other && git rm -rqf . && write a.txt 'a\n' && commit "feat: other"
  run dump_change range main other
  expect_exit 3
  expect_err "no common ancestor"

it "a whole history, from the empty tree"
  repository
  write a.txt 'a\n' && commit "feat: a"
  empty=$(git hash-object -t tree /dev/null)
  expect_equal "from nothing" "$(git diff --raw -z -M --no-abbrev "$empty" HEAD | readable)" "$(range_by_us "$empty" HEAD)"
  expect_equal "commits" "$(git rev-list --reverse HEAD)" "$(dump_change range "$empty" HEAD --commits)"

finish
