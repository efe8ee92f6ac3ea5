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

it "a file that becomes a directory, and back"
  repository
  write thing 'a file\n' && commit "feat: file"
  rm thing && write thing/inside 'a directory\n' && commit "feat: directory"
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
  expect_range_against_every_base main side
  git checkout -q main && write d.txt 'd\n' && commit "feat: d"
  expect_range_against_every_base side main

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

it "renames at the edge of half"
  git init -q .
  for lines in 8 9 10 11 12; do seq -f "line %g of file $lines" 1 20 >"old$lines"; done
  commit "feat: files"
  for lines in 8 9 10 11 12; do
    git mv "old$lines" "new$lines"
    sed -i "$((lines + 1)),\$s/^line/else/" "new$lines"
    sed -i "$((lines + 1)),\$s/file/another/" "new$lines"
  done
  commit "feat: moved"
  expect_last_commit_like_git
  expect_same "some are renames, some are not" "A R" \
    "$(git diff --raw -M HEAD~1 HEAD | awk '{print substr($5, 1, 1)}' | grep -v D | sort -u | xargs)"

it "a file that is moved and copied at once"
  git init -q . && long_text >a && commit "feat: a"
  cp a b && git mv a c && cp c d && echo more >>d && commit "feat: copies"
  expect_last_commit_like_git

it "renames of empty files, of links and of submodules"
  git init -q . && : >empty1 && : >empty2 && ln -s somewhere link1
  repository sub && git add -A 2>/dev/null && git commit -qm "feat: things"
  git mv empty1 empty3 && git mv link1 link2 && git rm -q --cached sub && mv sub moved
  git add -A 2>/dev/null && git commit -qm "feat: moved"
  expect_last_commit_like_git

it "files, links and submodules that turn into each other"
  repository && write file 'text\n' && ln -s file link && repository sub
  git add -A 2>/dev/null && git commit -qm "feat: kinds"
  rm -rf file link sub && ln -s link file && write link 'a file\n' && write sub 'was a submodule\n' && git add -A
  expect_staged_like_git
  git commit -qm "feat: turned"
  expect_last_commit_like_git

it "a rename of case only, where the configuration says that case does not count"
  repository && write Name.txt 'one\ntwo\nthree\n' && commit "feat: name"
  git config core.ignorecase true && git mv Name.txt name.txt
  expect_staged_like_git

it "an octopus merge that brings something of its own"
  git init -q . && long_text >file && commit "feat: file"
  for side in 1 2 3; do
    git checkout -qb "side$side" main && sed -i "$((side * 5))s/.*/side $side/" file && commit "feat: side $side"
  done
  git checkout -q main && git merge -q --no-commit side1 side2 side3 >/dev/null 2>&1
  sed -i '18s/.*/evil/' file && write new.txt 'new\n' && commit "feat: evil"
  expect_equal "the files of the merge" "$(git diff-tree -c -r --name-only --no-commit-id HEAD)" \
    "$(dump_change commit HEAD --files | readable | grep -v '^:')"

it "a criss-cross history with an octopus in it"
  git init -q . && write a 'a\n' && commit "feat: a" && git branch x && git branch y
  git checkout -q x && write x 'x\n' && commit "feat: x" && git checkout -q y && write y 'y\n' && commit "feat: y"
  git checkout -q x && git merge -q --no-edit y && git branch both && git checkout -q y && git merge -q --no-edit x~1
  git checkout -q both && write z 'z\n' && commit "feat: z"
  git checkout -qb eight main && write o 'o\n' && commit "feat: o" && git merge -q --no-edit both y >/dev/null
  expect_range_against_every_base y eight
  expect_range_against_every_base both eight

it "replaced objects are those that are pushed, not their replacements"
  repository && write a 'a\n' && commit "feat: a" && write b 'b\n' && commit "feat: b"
  base=$(git rev-parse HEAD~2)
  git replace HEAD~1 "$(git commit-tree -m "feat: other" 'HEAD~1^{tree}')"
  export GIT_NO_REPLACE_OBJECTS=1
  expected=$(range_by_git "$base" HEAD)
  unset GIT_NO_REPLACE_OBJECTS
  expect_equal "the range" "$expected" "$(range_by_us "$base" HEAD)"

it "a mode that old tools wrote"
  repository
  blob=$(git rev-parse HEAD:readme.txt)
  for mode in 100664 100755; do
    tree=$(printf "$mode old\0$(sed 's/../\\x&/g' <<<"$blob")" | git hash-object -t tree -w --literally --stdin)
    commit=$(git commit-tree -m "$mode" -p "${commit:-HEAD}" "$tree")
  done
  expect_range_like_git "$commit~1" "$commit"
  unset commit tree

it "five hundred renames at once, some with edits"
  git init -q . && mkdir d
  for number in $(seq 500); do printf '%s\nsome text of file %s\n' "$number" "$number" >"d/file$number"; done
  commit "feat: many" && git mv d e
  for number in $(seq 1 7 500); do echo more >>"e/file$number"; done
  commit "feat: moved"
  expect_last_commit_like_git

finish
