# What became of each branch, in real repositories: the check dead-branches.
. "$(dirname "$0")/../lib.sh"

# commit FILE TEXT [DAYS]: a commit of that file, made that many days ago.
commit() {
  local time="$(($(date +%s) - ${3:-0} * 86400 - 60)) +0000"
  write "$1" "$2\n"
  git add -A
  GIT_AUTHOR_DATE=$time GIT_COMMITTER_DATE=$time git commit -qm "feat: $1"
}
branch() { git checkout -q -b "$1" "${2:-main}"; }
# Two commits of a file each on a new branch; the second of the files is what others change too.
topic() { branch "$1" "${2:-main}" && commit "$1/a.txt" "one $1" && commit "$1/b.txt" "two $1"; }
# main goes on after the branches left it.
main_goes_on() { git checkout -q main && commit "main-$1.txt" "main $1"; }
start() {
  git init -q . && commit readme.txt "hello"
}
branches() { run moongate check --branches --check dead-branches --format text --no-limit; }
said() { grep '^branch ' <<<"$out" | sed 's/ \[.*//'; }
expect_said() { expect_same "what is said of branches" "$1" "$(said)"; }

it "finds what was merged by a merge"
  start
  topic topic && main_goes_on 1
  git merge -q --no-edit topic
  branches
  expect_exit 0
  expect_said "branch topic: merged into main"
  expect_out "run:  git branch -D -- topic"
  expect_out "undo: git branch -- topic $(git rev-parse topic)"

it "finds what was merged by a fast-forward, once main went on"
  start
  topic topic
  git checkout -q main && git merge -q topic
  branches
  expect_said ""
  main_goes_on 1
  branches
  expect_said "branch topic: merged into main"

it "finds what was merged by a squash"
  start
  topic topic && main_goes_on 1
  git merge -q --squash topic >/dev/null && git commit -qm "feat: topic" && main_goes_on 2
  branches
  expect_said "branch topic: merged into main by squash"
  expect_out "run:  git branch -D -- topic"

it "finds what was merged by a squash after main was merged into it"
  start
  topic topic && main_goes_on 1
  git checkout -q topic && git merge -q --no-edit main && commit topic/c.txt "three"
  git checkout -q main && git merge -q --squash topic >/dev/null && git commit -qm "feat: topic" && main_goes_on 2
  branches
  expect_said "branch topic: merged into main by squash"

it "finds what was merged by a rebase"
  start
  topic topic && main_goes_on 1
  git checkout -q -b rebased topic && git rebase -q main && git checkout -q main && git merge -q rebased
  git branch -q -D rebased && main_goes_on 2
  branches
  expect_said "branch topic: merged into main by rebase"

it "finds what was cherry-picked, in whatever order, where lines had moved"
  start
  commit topic/b.txt "1\n2\n3\n4\n5\n6\n7\n8"
  branch topic && commit topic/a.txt "one" && commit topic/b.txt "1\n2\n3\n4\n5\n6\n7\n8 changed"
  git checkout -q main && commit topic/b.txt "0\n1\n2\n3\n4\n5\n6\n7\n8"
  git cherry-pick topic >/dev/null && main_goes_on 1 && git cherry-pick topic~1 >/dev/null
  branches
  expect_said "branch topic: merged into main by cherry-pick"

it "finds what was cherry-picked in order, with other commits between"
  start
  topic topic && main_goes_on 1
  git cherry-pick topic~1 >/dev/null && main_goes_on 2 && git cherry-pick topic >/dev/null
  branches
  expect_said "branch topic: merged into main by cherry-pick"

it "does not take half a branch for the whole, nor the same files for the same change"
  start
  topic half && topic other && main_goes_on 1
  git cherry-pick half~1 >/dev/null
  commit other/a.txt "one by someone else" && commit other/b.txt "two other"
  branches
  expect_said ""

it "does not take for merged what was applied before the branch began, and undone"
  start
  commit a.txt "one" && git revert --no-edit HEAD >/dev/null
  branch again && commit a.txt "one" && main_goes_on 1
  branches
  expect_said ""

it "does not call a history of its own merged"
  start
  git checkout -q --orphan pages && commit readme.txt "pages" && main_goes_on 1
  branches
  expect_said ""

it "counts days from now for the abandoned"
  start
  branch old && commit old/a.txt "a" 200 && commit old/b.txt "b" 91
  branch young main && commit young/a.txt "a" 90
  git checkout -q main
  branches
  expect_said "branch old: no commit for 91 days, the last by A U Thor; 2 commits are not merged"

it "knows a local branch whose upstream is gone"
  start
  git clone -q --bare . ../origin.git
  git remote add origin ../origin.git
  topic gone && git push -q -u origin gone && topic there && git push -q -u origin there
  git checkout -q main && git push -q origin :gone && git fetch -q --prune
  branches
  expect_said "branch gone: its upstream is gone; 2 commits are not merged"
  rm -rf ../origin.git

it "looks at remote branches too, and its commands delete them and bring them back"
  start
  topic topic && main_goes_on 1 && git merge -q --no-edit topic
  git clone -q --bare . "$PWD.git" && git remote add origin "$PWD.git" && git fetch -q
  head=$(git rev-parse topic)
  branches
  expect_said "branch origin/topic: merged into origin/main
branch topic: merged into main"
  # Each of the commands as it is printed: first the one that deletes, then the one that restores.
  while IFS= read -r line && IFS= read -r undo; do
    line=${line#*run:  } undo=${undo#*undo: }
    eval "$line" >/dev/null 2>&1 || fail "refused: $line"
    [ "${line#git push}" = "$line" ] && at=. || at=$PWD.git
    git -C "$at" rev-parse -q --verify refs/heads/topic >/dev/null && fail "still there after: $line"
    eval "$undo" >/dev/null 2>&1 || fail "refused: $undo"
    expect_same "the head after $undo" "$head" "$(git -C "$at" rev-parse refs/heads/topic)"
    commands=$((${commands:-0} + 1))
  done < <(grep -E '^    (run|undo): ' <<<"$out")
  expect_same "pairs of commands" 2 "$commands"
  rm -rf "$PWD.git"

it "keeps the default branch, the current one of any working tree, and what keep names"
  start
  # Without a word in its log of where it came from, a branch may have been merged.
  for name in develop release/1 hotfix/2/x wip/3 current linked; do git update-ref "refs/heads/$name" HEAD; done
  main_goes_on 1
  git worktree add -q "$PWD.linked" linked && git checkout -q current
  branches
  expect_said "branch wip/3: merged into main"
  write moongate.toml '[checks.dead-branches]\nkeep = ["wip/**", "hotfix/*"]\n'
  git add -A && git commit -qm "chore: keep"
  branches
  expect_said "branch develop: merged into main
branch hotfix/2/x: merged into main
branch release/1: merged into main"
  rm -rf "$PWD.linked"

it "finds those that git branch --merged finds, when they are more than are walked at once"
  start
  for i in 1 2 3 4; do topic "t$i" && main_goes_on "$i" && git merge -q --no-edit "t$i"; done
  mapfile -t commits < <(git rev-list main)
  off=$(git commit-tree -p main~3 -m "feat: off" "main~3^{tree}")
  for ((i = 0; i < 140; i++)); do
    echo "create refs/heads/at-$i ${commits[i % ${#commits[@]}]}"
    echo "create refs/heads/off-$i $off"
  done | git update-ref --stdin
  git branch --merged main --format='%(refname:short)' | grep -v '^main$' >merged.txt
  # What stands where main stands was only just begun.
  git for-each-ref --points-at main --format='%(refname:short)' refs/heads >begun.txt
  branches
  expect_same "what is merged" "$(grep -vxFf begun.txt merged.txt | sort)" \
    "$(said | sed -n 's/^branch \(.*\): merged into main$/\1/p' | sort)"

it "names each damaged reference, which would pass for one that is not there"
  start
  topic topic && main_goes_on 1 && git merge -q --no-edit topic && git pack-refs --all
  cp .git/packed-refs packed
  refused() {
    run moongate check --branches
    expect_exit 3
    expect_err "$1"
  }
  sed 's/^[0-9a-f]* refs.heads.topic$/garbage/' packed >.git/packed-refs
  refused "packed-refs:$(grep -n garbage .git/packed-refs | cut -d: -f1)"
  head -c -1 packed >.git/packed-refs
  refused "is cut short"
  cp packed .git/packed-refs
  for text in '' xx 0000000000000000000000000000000000000000; do
    printf '%s' "$text" >.git/refs/heads/topic
    refused "refs/heads/topic"
    rm .git/refs/heads/topic
  done
  branches
  expect_said "branch topic: merged into main"

it "names a directory of references that it may not read"
  start
  branch deep/er && main_goes_on 1
  chmod 000 .git/refs/heads/deep
  if [ "$(id -u)" = 0 ]; then
    chmod 711 "$SCRATCH" && chown -R 12345 .
    moongate() { setpriv --reuid=12345 --clear-groups "$MOONGATE" "$@"; }
  fi
  run moongate check --branches
  unset -f moongate
  chmod 755 .git/refs/heads/deep
  expect_exit 3
  expect_err "references cannot be listed: Permission denied"
  expect_err "refs/heads/deep"

it "compares a remote's branches with that remote's default branch, local ones with both"
  start
  git clone -q --bare . ../origin.git && git remote add origin ../origin.git && git fetch -q && git remote set-head origin main
  topic here && git push -q origin here && topic there && git push -q -u origin there && git checkout -q main
  git clone -q ../origin.git ../other && git -C ../other merge -q --no-ff -m "Merge" origin/there && git -C ../other push -q origin main
  git fetch -q && git merge -q --no-ff --no-edit here
  branches
  # Of `here` only the local main has the work: the remote's copy is the only one there.
  expect_said "branch here: merged into main
branch origin/there: merged into origin/main
branch there: merged into origin/main"
  rm -rf ../origin.git ../other

it "finds the default branch in the documented order, and never takes what is checked out"
  start && git branch -q -m trunk
  topic topic trunk && git checkout -q trunk && git merge -q --no-ff --no-edit topic && git checkout -q -b elsewhere topic && commit e.txt e
  export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=init.defaultBranch GIT_CONFIG_VALUE_0=nothing
  branches
  expect_exit 3
  expect_err "the default branch is unknown"
  expect_err "--default-branch"
  GIT_CONFIG_VALUE_0=trunk branches
  expect_said "branch topic: merged into trunk"
  MOONGATE_DEFAULT_BRANCH=trunk branches
  expect_said "branch topic: merged into trunk"
  run moongate check --branches --check dead-branches --default-branch trunk
  expect_said "branch topic: merged into trunk"
  run moongate check --branches --check dead-branches --default-branch nowhere
  expect_exit 3
  expect_err "there is no branch named 'nowhere'"
  write moongate.toml 'default_branch = "trunk"\n'
  MOONGATE_DEFAULT_BRANCH=elsewhere branches
  expect_said "branch topic: merged into trunk"
  rm moongate.toml && git update-ref refs/heads/main elsewhere
  branches
  expect_exit 0
  expect_none "into trunk"
  git update-ref refs/heads/master trunk
  branches
  expect_exit 3
  unset GIT_CONFIG_COUNT GIT_CONFIG_KEY_0 GIT_CONFIG_VALUE_0

it "names a remote-tracking branch that no remote updates, and with --fetch one that the remote deleted"
  start
  git clone -q --bare . ../origin.git && git remote add origin ../origin.git && git remote add old ../origin.git
  topic topic && git push -q origin topic && git push -q old topic:left && git checkout -q main
  git fetch -q --all && git config --remove-section remote.old && git -C ../origin.git update-ref -d refs/heads/topic
  branches
  expect_out "branch old/left: stale: no remote has it or updates it any more"
  expect_out "run:  git branch -r -d -- old/left"
  expect_none "branch origin/topic: stale"
  run moongate check --branches --check dead-branches --fetch
  expect_out "branch origin/topic: stale"
  eval "$(sed -n 's/^    run:  \(git branch -r -d -- old.*\)/\1/p' <<<"$out")" >/dev/null
  expect_same "left" "" "$(git for-each-ref refs/remotes/old/left)"
  eval "$(sed -n 's/^    undo: \(git update-ref refs.remotes.old.left .*\)/\1/p' <<<"$out")"
  expect_same "left" "$(git rev-parse topic)" "$(git rev-parse refs/remotes/old/left)"
  git -C ../origin.git config receive.denyDeletes false
  mv ../origin.git ../away
  run moongate check --branches --check dead-branches --fetch
  expect_exit 3
  expect_err "cannot be asked for its branches"
  rm -rf ../away

it "takes whitespace for a part of a change"
  start && write loop.py 'for x in y:\n    a()\nb()\n' && git add -A && git commit -qm "feat: loop"
  branch indent && write loop.py 'for x in y:\n    a()\n    b()\n' && git commit -qam "feat: b for each"
  git checkout -q main && write loop.py 'for x in y:\n    a()\n  b()\n' && git commit -qam "feat: b wrongly" && main_goes_on 1
  branch ending main~2 && write loop.py 'for x in y:\n    a()\n  b()\r\n' && git commit -qam "feat: ends in CRLF" && git checkout -q main
  branches
  expect_exit 0
  expect_none "merged into"

it "reports what was reverted as reverted, and what was applied again as merged"
  start
  topic squashed && main_goes_on 1 && git merge -q --squash squashed >/dev/null && git commit -qm "feat: s"
  topic picked && main_goes_on 2 && git cherry-pick picked~1 picked >/dev/null
  branches
  expect_said "branch picked: merged into main by rebase
branch squashed: merged into main by squash"
  git revert --no-edit HEAD >/dev/null && git revert --no-edit HEAD~2 >/dev/null && git revert --no-edit "$(git log --format=%H --grep='^feat: s$')" >/dev/null
  run moongate check --branches --check dead-branches --format json
  expect_json '[.findings[] | .branch + "=" + .rule] | sort | join(" ")' "picked=reverted squashed=reverted"
  git revert --no-edit HEAD >/dev/null
  run moongate check --branches --check dead-branches --format json
  expect_json '[.findings[] | .branch + "=" + .rule] | sort | join(" ")' "picked=reverted squashed=merged"

it "says nothing of a branch that was just begun, until it is forgotten"
  start && export GIT_COMMITTER_DATE="$(date +%s) +0000"
  git branch begun && main_goes_on 1
  git checkout -q -b older main~1 && git checkout -q main && git branch old-point "$(git rev-list --max-parents=0 main)"
  branches
  expect_said ""
  run moongate check --branches --check dead-branches --now "$(date -d '+91 days' +%s)"
  expect_out "branch begun: merged into main"
  git checkout -q begun && commit b.txt b && git checkout -q main && git merge -q --no-edit begun && main_goes_on 2
  branches
  expect_said "branch begun: merged into main"
  export GIT_COMMITTER_DATE="1700000000 +0000"

finish
