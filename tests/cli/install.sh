#!/usr/bin/env bash
# Hooks for real: what `moongate install` writes is run by git itself.
. "$(dirname "$0")/../lib.sh"

bad_file='tab at the end\t\n'

it "makes git commit run the checks on what is staged"
  repository
  run moongate install
  expect_exit 0
  expect_out "pre-commit: installed"
  write a.txt "$bad_file"
  git add a.txt
  run git commit -m "feat: add a"
  expect_exit 1
  expect_any "a.txt:1:"
  expect_same "commits" 1 "$(git rev-list --count HEAD)"
  write a.txt 'clean\n'
  git add a.txt
  run git commit -m "feat: add a"
  expect_exit 0

it "judges the commit message"
  repository
  write moongate.toml '[checks.conventional-commits]\n'
  commit "chore: check messages"
  moongate install >/dev/null
  write a.txt 'clean\n'
  git add a.txt
  run git commit -m "added a file"
  expect_exit 1
  expect_any "conventional-commits"
  run git commit -m "feat: add a file"
  expect_exit 0

it "judges what git commits, not what lies in the working tree"
  repository
  moongate install >/dev/null
  write a.txt "$bad_file"
  git add a.txt
  write a.txt 'clean\n'
  run git commit -m "feat: staged is bad, working tree is clean"
  expect_exit 1
  git add a.txt
  write a.txt "$bad_file"
  run git commit -m "feat: staged is clean, working tree is bad"
  expect_exit 0

it "judges the index of a partial commit"
  repository
  moongate install >/dev/null
  write a.txt 'clean\n'
  write b.txt 'clean\n'
  git add . && git commit -qm "feat: two files"
  write a.txt 'clean\nmore\n'
  write b.txt "$bad_file"
  git add b.txt
  run git commit -m "feat: a only" a.txt
  expect_exit 0
  run git commit -m "feat: b only" b.txt
  expect_exit 1
  run git commit -a -m "feat: all"
  expect_exit 1

it "runs for a merge"
  repository
  git checkout -qb side
  write side.txt "$bad_file"
  commit "feat: side"
  git checkout -q main
  write main.txt 'clean\n'
  commit "feat: main"
  moongate install >/dev/null
  run git merge side -m "merge side"
  expect_exit 0
  expect_any "the merge adds nothing of its own"
  git reset -q --hard HEAD~1
  git merge -q --no-commit side >/dev/null 2>&1
  printf 'own \\n' >>side.txt && git add side.txt
  run git commit --no-edit
  expect_exit 1
  expect_any "side.txt:2:"

it "runs for a push"
  git init -q --bare remote.git
  repository work && cd work
  git remote add origin ../remote.git
  git push -q origin main
  write a.txt "$bad_file"
  commit "feat: bad"
  moongate install >/dev/null
  run git push origin main
  expect_exit 1
  expect_any "a.txt:1:"
  write a.txt 'clean\n'
  git add -A && git commit -q --amend -m "feat: good"
  run git push origin main
  expect_exit 0

it "keeps an existing hook running, and puts it back"
  repository
  printf '#!/bin/sh\necho the old hook ran\nexit 0\n' >.git/hooks/pre-commit
  chmod 755 .git/hooks/pre-commit
  before=$(sha1sum <.git/hooks/pre-commit)
  run moongate install
  expect_out "kept and runs first"
  write a.txt 'clean\n'
  git add a.txt
  run git commit -m "feat: a"
  expect_exit 0
  expect_any "the old hook ran"
  run moongate uninstall
  expect_exit 0
  expect_same "the old hook" "$before" "$(sha1sum <.git/hooks/pre-commit)"
  expect_no_file .git/hooks/commit-msg
  expect_same "what is left" "pre-commit" "$(ls .git/hooks | grep -v sample)"

it "refuses to keep a hook that asks for its name"
  repository
  for script in 'exec "$(dirname "$0")/../../tools/$(basename "$0")" "$@"' 'hook=${0##*/}' 'case `basename $0` in x) ;; esac' \
    'hook = File.basename($0)' 'hook = File.basename(__FILE__)'; do
    printf '#!/bin/sh\n%s\n' "$script" >.git/hooks/commit-msg
    chmod 755 .git/hooks/commit-msg
    run moongate install
    expect_exit 3
    expect_err "hooks/commit-msg: this hook asks by which name it is called"
    expect_err 'call `moongate hook commit-msg "$@"` from it'
    expect_no_file .git/hooks/pre-commit
  done
  printf '#!/bin/sh\ncd "$(dirname "$0")" && basename "$1"\n' >.git/hooks/commit-msg
  run moongate install
  expect_exit 0

it "says of a hook that is not executable that it does not run"
  repository
  printf '#!/bin/sh\nexit 7\n' >.git/hooks/pre-commit
  run moongate install pre-commit
  expect_exit 0
  expect_out "pre-commit: installed; the hook that was there is kept; it is not executable, so it does not run"
  write a.txt 'clean\n' && git add a.txt
  run git commit -m "feat: a"
  expect_exit 0

it "leaves no directory behind that it made"
  repository
  git config core.hooksPath .githooks
  run moongate install
  expect_file .githooks/pre-commit
  run moongate uninstall
  expect_exit 0
  expect_no_file .githooks
  write .githooks/helper 'x\n'
  moongate install >/dev/null && moongate uninstall >/dev/null
  expect_file .githooks/helper

it "names every hook where husky has them"
  repository
  mkdir -p .husky/_ && git config core.hooksPath .husky/_
  run moongate install
  expect_exit 3
  for hook in pre-commit pre-merge-commit commit-msg pre-push; do expect_err ".husky/$hook"; done

it "lets an existing hook refuse"
  repository
  printf '#!/bin/sh\nexit 7\n' >.git/hooks/pre-commit
  chmod 755 .git/hooks/pre-commit
  moongate install >/dev/null
  write a.txt 'clean\n'
  git add a.txt
  run git commit -m "feat: a"
  expect_exit 1

it "hands the refs of a push to both hooks"
  git init -q --bare remote.git
  repository work && cd work
  git remote add origin ../remote.git
  printf '#!/bin/sh\nread ref rest; echo "old hook saw $ref"\n' >.git/hooks/pre-push
  chmod 755 .git/hooks/pre-push
  moongate install >/dev/null
  write a.txt "$bad_file"
  git add a.txt && git commit -qnm "feat: bad"
  run git push origin main
  expect_exit 1
  expect_any "old hook saw refs/heads/main"
  expect_any "a.txt:1:"

it "is idempotent"
  repository
  moongate install >/dev/null
  before=$(cat .git/hooks/* | sha1sum)
  run moongate install
  expect_exit 0
  expect_out "was installed already"
  expect_same "the hooks" "$before" "$(cat .git/hooks/* | sha1sum)"

it "respects core.hooksPath inside the repository"
  repository
  git config core.hooksPath tools/hooks
  run moongate install
  expect_exit 0
  expect_file tools/hooks/pre-commit
  expect_no_file .git/hooks/pre-commit
  write a.txt "$bad_file"
  git add a.txt
  run git commit -m "feat: a"
  expect_exit 1

it "refuses a hooks directory that serves other repositories"
  repository
  mkdir -p "$HOME/hooks"
  git config --global core.hooksPath "$HOME/hooks"
  run moongate install
  git config --global --unset core.hooksPath
  expect_exit 3
  expect_err "core.hooksPath leads out of this repository"
  expect_same "the directory" "" "$(ls "$HOME/hooks")"

it "works from a subfolder and from a worktree"
  repository
  mkdir -p deep/down
  (cd deep/down && moongate install >/dev/null)
  git worktree add -q ../work-$directory_number -b other
  cd ../work-$directory_number
  write a.txt "$bad_file"
  git add a.txt
  run git commit -m "feat: a"
  expect_exit 1
  expect_any "a.txt:1:"
  mkdir sub && cd sub
  run git commit -m "feat: a"
  expect_exit 1

it "blocks with the help when the program is gone"
  repository
  cp -L "$(command -v moongate)" ./program
  ./program install >/dev/null
  rm program
  write a.txt 'clean\n'
  git add a.txt
  PATH=/usr/bin:/bin run git commit -m "feat: a"
  expect_exit 1
  expect_any "nothing was checked"
  expect_any "moongate install"
  run git commit -m "feat: a"
  expect_exit 0

it "refuses a core.hooksPath that switches hooks off"
  for path in "" /dev/null; do
    directory=at${path//\//-}
    repository "$directory"
    git -C "$directory" config core.hooksPath "$path"
    run moongate -C "$directory" install
    expect_exit 3
    expect_err "core.hooksPath switches hooks off"
    expect_no_file "$directory/pre-commit"
  done

it "says what stands where a hook or their directory should be"
  repository
  rm -rf .git/hooks/pre-push && mkdir -p .git/hooks/pre-push
  run moongate install
  expect_exit 3
  expect_err "pre-push: is a directory where Git looks for the hook"
  expect_no_file .git/hooks/pre-commit
  rm -rf .git/hooks && write .git/hooks 'a file'
  run moongate install
  expect_exit 3
  expect_err ".git/hooks: is not a directory: Git finds no hooks there"

it "says when there is nothing to uninstall"
  repository
  run moongate uninstall
  expect_exit 0
  expect_out "no hooks of moongate are installed"

it "says when there is no repository"
  run moongate install
  expect_exit 3
  expect_err "repository"

finish
