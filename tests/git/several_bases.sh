#!/usr/bin/env bash
# Commits with several parents in the making: what a merge brings is someone else's, and checked
# before; what resolving it adds is its own.
. "$(dirname "$0")/../lib.sh"
paths='[.findings[] | select(.path != null).path] | unique | join(" ")'

# `main` and `theirs` have parted; both changed both.txt, and theirs has bad lines of its own.
parted() {
  repository && write both.txt 'one\ntwo\nthree\n' && write moved.txt 'a\nb\nc\nd\ne\n' && commit "feat: begin"
  git checkout -qb theirs && write both.txt 'one\nTWO\nthree\nbad \n' && write sin.txt 'bad of theirs \n'
  git rm -q moved.txt && write new/moved.txt 'a\nb\nc\nd\nbad e \n' && commit "feat: theirs"
  git checkout -q main && write both.txt 'one\n2\nthree\n' && commit "feat: ours"
}

it "a conflict that is resolved: only lines that no parent has"
  parted
  moongate install >/dev/null
  run git merge theirs
  expect_exit 1
  write both.txt 'one\n2 TWO\nthree\nbad \nmine \n' && git add both.txt
  run moongate check --format json
  expect_exit 1
  expect_json "$paths" both.txt
  expect_json '[.findings[].line] | tostring' '[5]'
  expect_json '.change.bases | tostring' "[\"$(git rev-parse main)\",\"$(git rev-parse theirs)\"]"
  expect_json .change.base "$(git rev-parse main)"
  run git commit --no-edit
  expect_exit 1
  write both.txt 'one\n2 TWO\nthree\nbad \nmine\n' && git add both.txt
  run git commit --no-edit
  expect_exit 0
  run moongate check --commit HEAD --format json
  expect_exit 0
  expect_json '.change.bases | length' 2

it "a clean merge passes in pre-merge-commit, which has no MERGE_HEAD yet"
  parted
  git checkout -q -B easy main~1 && write easy.txt 'bad of easy \n' && commit "feat: easy" && git checkout -q main
  moongate install >/dev/null
  run git merge --no-edit easy
  expect_exit 0
  expect_none "easy.txt:"
  git reset -q --hard HEAD~1
  run git merge --no-edit --no-commit easy
  write easy.txt 'bad of easy \nbad of mine \n' && git add easy.txt
  run git commit --no-edit
  expect_exit 1
  expect_any "easy.txt:2:"
  expect_none "easy.txt:1:"

it "an octopus: what any of the merged branches has is existing"
  repository
  for name in one two three; do
    git checkout -q -B $name main && write $name.txt "bad of $name \n" && commit "feat: $name"
  done
  git checkout -q main && write own.txt 'x\n' && commit "feat: own"
  moongate install >/dev/null
  run git merge --no-edit one two three
  expect_exit 0

it "a variable that outlives its merge is no base"
  parted
  write sin.txt 'bad of theirs \n' && git add sin.txt
  run moongate check --format json
  expect_exit 1
  git reset -q --hard && git merge -q -X ours --no-edit theirs
  write again.txt 'bad \n' && git add again.txt
  run env "GITHEAD_$(git rev-parse theirs)=theirs" moongate check --format json
  expect_exit 1
  expect_json '.change.bases | length' 1

it "a finding of a whole file that one parent had is existing, one that grew is not"
  repository && write big.txt 'x\n' && commit "feat: begin"
  write moongate.toml '[checks.size-limit]\nmax_file = "1KiB"\n' && commit "chore: rules"
  git checkout -qb theirs && head -c 3000 /dev/zero | tr '\0' x >big.txt && commit "feat: theirs"
  git checkout -q main && write big.txt 'y\n' && commit "feat: ours"
  git merge -q theirs >/dev/null 2>&1
  head -c 2900 /dev/zero | tr '\0' x >big.txt && git add big.txt
  run moongate check --check size-limit --format json
  expect_exit 0
  head -c 3100 /dev/zero | tr '\0' x >big.txt && git add big.txt
  run moongate check --check size-limit --format json
  expect_exit 1

it "rules that the merged side relaxed are not relaxed by the merge"
  repository && write a.txt 'a\n' && commit "feat: begin"
  git checkout -qb theirs && write moongate.toml '[checks."lint/trailing-whitespace"]\nlevel = "off"\n' && commit "chore: relax"
  git checkout -q main && write b.txt 'b\n' && commit "feat: ours"
  git merge -q --no-commit theirs >/dev/null 2>&1
  run moongate check --format json
  expect_json '.summary.relaxed' 0
  write moongate.toml '[checks."lint/trailing-whitespace"]\nlevel = "off"\n[checks.secrets]\nlevel = "off"\n' && git add moongate.toml
  run moongate check --format json
  expect_json '.summary.relaxed' 1

it "a range whose branch went back to rules that the target has made stricter relaxes them"
  repository && write moongate.toml '[checks."lint/trailing-whitespace"]\nlevel = "off"\n' && commit "chore: lax"
  git checkout -qb topic && write t.txt 't\n' && commit "feat: topic"
  git checkout -q main && write moongate.toml '' && commit "chore: strict"
  git checkout -q topic && git merge -q --no-commit main >/dev/null 2>&1
  write moongate.toml '[checks."lint/trailing-whitespace"]\nlevel = "off"\n' && git add . && git commit -qnm "chore: merge main"
  write u.txt 'u\n' && write moongate.toml '# mine\n[checks."lint/trailing-whitespace"]\nlevel = "off"\n' && commit "chore: more"
  run moongate check --range main..HEAD --format json
  expect_json '.change.bases | length' 2
  expect_json '.summary.relaxed' 1

it "a clean merge in a blobless sparse clone needs no blobs"
  parted
  git checkout -q theirs && write sub/far.txt 'bad far \n' && git mv both.txt far-both.txt && commit "feat: far"
  git checkout -q main && git reset -q --hard main~1 && write near.txt 'near\n' && commit "feat: near"
  git checkout -q -B side theirs && git checkout -q main
  git config uploadpack.allowFilter true
  cd .. && rm -rf clone && git clone -q --filter=blob:none --sparse "file://$OLDPWD" clone && cd clone
  git fetch -q origin side && git checkout -q main
  moongate install >/dev/null
  # Nothing can be fetched from here on.
  git config remote.origin.url "file://$PWD/nowhere"
  tree=$(git merge-tree --write-tree HEAD origin/side 2>/dev/null) || tree=""
  if [ -n "$tree" ]; then
    git update-ref MERGE_HEAD origin/side 2>/dev/null || git rev-parse origin/side >"$(git rev-parse --git-dir)/MERGE_HEAD"
    git read-tree "$tree"
    run moongate check --staged --format json
    expect_exit 0
    expect_json '.change.bases | length' 2
    expect_json .change.files 0
  fi

it "help in a hook: no option that Git does not have"
  repository && write a.txt 'a\n' && commit "feat: begin"
  git checkout -qb topic && write b.txt 'b\n' && commit "feat: topic" && git checkout -q main
  git config uploadpack.allowFilter true
  cd .. && rm -rf clone && git clone -q --no-checkout --filter=blob:none "file://$OLDPWD" clone && cd clone
  git config remote.origin.url "file://$PWD/nowhere"
  git read-tree origin/topic
  run env GIT_INDEX_FILE="$PWD/.git/index" moongate hook pre-commit
  expect_exit 3
  expect_any "moongate check --staged --fetch"
  expect_any "commit again"

finish
