#!/usr/bin/env bash
# `check --working`: the working tree as `git add` would store it, and paths that are asked for.
. "$(dirname "$0")/../lib.sh"
where='[.findings[] | select(.path != null) | "\(.path):\(.line)"] | unique | join(" ")'

it "takes modified, untracked and deleted files, and leaves out what Git ignores"
  repository && write a.txt 'old \n' && write gone.txt 'x\n' && write .gitignore 'ignored.txt\n' && commit "feat: a"
  write a.txt 'old \nnew \n' && write sub/b.txt 'bad \n' && write ignored.txt 'bad \n' && rm gone.txt
  before=$(cd .git && find . -type f -exec cksum {} + | sort)
  run moongate check --working --format json
  expect_exit 1
  expect_json .change.kind working
  expect_json "$where" "a.txt:2 sub/b.txt:1"
  expect_json .change.files 3
  expect_same "the repository" "$before" "$(cd .git && find . -type f -exec cksum {} + | sort)"
  [ -z "$(ls -d "${TMPDIR:-/tmp}"/moongate-working.* 2>/dev/null)" ] || fail "something is left in TMPDIR"

it "is against HEAD, not against the index"
  repository && write a.txt 'a\n' && commit "feat: a"
  write a.txt 'bad \n' && git add a.txt && write a.txt 'good\n'
  run moongate check --working --format json
  expect_exit 0
  run moongate check --staged
  expect_exit 1

it "stores line endings as the attributes say, and reads no program's output"
  repository && write .gitattributes '* text=auto\n*.bin filter=lfs\n*.crlf eol=crlf\n' && commit "chore: attributes"
  git config filter.lfs.clean "touch $PWD/ran; cat" && git config filter.lfs.required true
  write a.txt 'a\r\nb\r\n' && write c.crlf 'c\r\n' && write x.bin 'bad \n'
  run moongate check --working --check lint/mixed-line-endings --format json
  expect_exit 0
  expect_json .change.files 2
  expect_err "x.bin is not checked: filter=lfs"
  expect_no_file ran
  run moongate check --working -- x.bin
  expect_exit 0
  expect_err "x.bin is not checked"

it "in a repository without commits, and in none at all"
  empty_repository && write a.txt 'bad \n'
  run moongate check --working
  expect_exit 1
  expect_any "a.txt:1"
  git init -q --bare bare.git
  run moongate -C bare.git check --working
  expect_exit 2

it "a named file that is no part of the change is an error that says what to ask"
  repository && write a.txt 'a\n' && write dir/b.txt 'b\n' && commit "feat: a"
  write a.txt 'bad \n'
  run moongate check -- a.txt
  expect_exit 2
  expect_err "--working"
  run moongate check --working -- a.txt
  expect_exit 1
  git add a.txt
  run moongate check -- a.txt
  expect_exit 1
  run moongate check -- dir/b.txt
  expect_exit 2
  run moongate check --range HEAD..HEAD -- a.txt
  expect_exit 2
  expect_err "--all"
  run moongate check --all -- dir/b.txt
  expect_exit 0
  run moongate check -- nowhere.txt
  expect_exit 2
  expect_err "no file or directory"

it "a directory or glob without changes passes, and says so"
  repository && write a.txt 'a\n' && write dir/b.txt 'b\n' && commit "feat: a"
  write a.txt 'bad \n' && git add a.txt
  run moongate check -- dir
  expect_exit 0
  expect_any "nothing below 'dir' is part of this change"
  run moongate check -- '*.py'
  expect_exit 0
  expect_any "no file of this change matches '*.py'"
  run moongate check -- '*.txt'
  expect_exit 1
  write moongate.toml 'paths = { exclude = ["a.txt"] }\n'
  run moongate check -- a.txt
  expect_exit 0
  expect_any "a.txt is not checked: the configuration excludes it"

it "a range without an end goes up to HEAD"
  repository && write a.txt 'a\n' && commit "feat: a" && write b.txt 'bad \n' && commit "feat: b"
  run moongate check --range HEAD~1 --format json
  expect_exit 1
  expect_json "$where" b.txt:1

it "what one commit adds and another removes, and what two commits hide"
  repository && write moongate.toml '[checks."lint/trailing-whitespace"]\npaths = { exclude = ["out/**"] }\n' && commit "chore: begin"
  git branch begin && head -c 3000000 /dev/zero | tr '\0' x >big.txt && commit "feat: big" && big=$(git rev-parse HEAD)
  git rm -q big.txt && commit "fix: not that big"
  run moongate check --range begin --check size-limit --format json
  expect_exit 1
  expect_json '[.findings[] | select(.rule == "file") | .commit] | join(" ")' "$big"
  git branch -f begin && write out/a.txt 'bad \n' && commit "feat: a"
  mkdir src && git mv out/a.txt src/a.txt && commit "refactor: move"
  run moongate check --range HEAD~1 --format json
  expect_json "$where" src/a.txt:1

it "totals of a change are reported once, at the commit that exceeds them"
  repository && write moongate.toml '[checks.size-limit]\nmax_added_lines = 3\n' && commit "chore: begin"
  write a.txt '1\n2\n' && commit "feat: a" && write b.txt '1\n2\n' && commit "feat: b"
  run moongate check --range HEAD~2 --check size-limit --format json
  expect_json '[.findings[] | select(.rule == "lines") | .commit] | tostring' '[null]'
  write c.txt '1\n2\n3\n4\n' && commit "feat: c"
  run moongate check --range HEAD~3 --check size-limit --format json
  expect_json '[.findings[] | select(.rule == "lines") | .commit] | tostring' "[\"$(git rev-parse HEAD)\"]"

finish
