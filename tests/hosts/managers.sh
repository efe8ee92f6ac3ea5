#!/usr/bin/env bash
# label: network validators
# Hook managers, the real programs, with the recipes of docs/hosts/hook-managers.md: what they hand to a hook is what is
# judged.
. "$(dirname "$0")/../lib.sh"
REAL_HOME=$(getent passwd "$(id -u)" | cut -d: -f6)
. "$(dirname "$0")/tools.bash"

python_tools python
newest=$python_bin
python_tools pre-commit-3.0
oldest=$python_bin
node_tools
export PRE_COMMIT_HOME=$SCRATCH/pre-commit PREK_HOME=$SCRATCH/prek

# The repository's own .pre-commit-hooks.yaml, taken from a commit as people take it.
hooks_repository=$SCRATCH/hooks-repository
git init -q "$hooks_repository" && cp "$SOURCE_DIR/.pre-commit-hooks.yaml" "$hooks_repository" &&
  git -C "$hooks_repository" add -A && git -C "$hooks_repository" commit -qm "feat: hooks"
revision=$(git -C "$hooks_repository" rev-parse HEAD)

framework() {
  cat >.pre-commit-config.yaml <<YAML
default_install_hook_types: [pre-commit, pre-merge-commit, commit-msg]
repos:
  - repo: file://$hooks_repository
    rev: $revision
    hooks:
      - id: moongate
      - id: moongate-commit-msg
YAML
  "$@" install >"$SCRATCH/.install-log" 2>&1 || fail "$1 install: $(cat "$SCRATCH/.install-log")"
  moongate install pre-push >/dev/null
}
manager_pre_commit_3_0() { framework "$oldest/pre-commit"; }
manager_pre_commit() { framework "$newest/pre-commit"; }
manager_prek() { framework "$newest/prek"; }
manager_husky() {
  ln -s "$node_modules" node_modules && echo node_modules >>.git/info/exclude
  write .husky/pre-commit 'moongate hook pre-commit\n'
  write .husky/pre-merge-commit 'moongate hook pre-merge-commit\n'
  write .husky/commit-msg 'moongate hook commit-msg "$1"\n'
  write .husky/pre-push 'moongate hook pre-push "$@"\n'
  node node_modules/husky/bin.js
}
manager_lefthook() {
  cat >lefthook.yml <<'YAML'
pre-commit: { commands: { moongate: { run: moongate hook pre-commit } } }
pre-merge-commit: { commands: { moongate: { run: moongate hook pre-merge-commit } } }
commit-msg: { commands: { moongate: { run: "moongate hook commit-msg {1}" } } }
pre-push: { commands: { moongate: { run: "moongate hook pre-push {1} {2}", use_stdin: true } } }
YAML
  "$lefthook" install >/dev/null
}

for manager in pre_commit_3_0 pre_commit prek husky lefthook; do
  it "$manager: a commit is judged, and what is found is shown"
    repository
    "manager_$manager"
    git add -A && git commit -qnm "build: hooks"
    write a.txt 'tab at the end\t\n'
    git add a.txt
    run git commit -m "feat: a"
    expect_exit 1
    expect_any "a.txt:1:15: trailing whitespace"
    expect_same "commits" 2 "$(git rev-list --count HEAD)"
    write a.txt 'clean\n'
    git add a.txt
    run git commit -m "feat: a"
    expect_exit 0

  it "$manager: a partial commit is judged by what it commits"
    repository
    "manager_$manager"
    write a.txt 'a\n' && write b.txt 'b\n' && git add -A && git commit -qnm "feat: two files"
    write a.txt 'a\nmore\n' && write b.txt 'bad \n' && git add b.txt
    run git commit -m "feat: a only" a.txt
    expect_exit 0
    expect_same "files" a.txt "$(git diff --name-only HEAD~1 HEAD)"
    write a.txt 'a\nbad \n' && write b.txt 'b\n'
    run git commit -m "feat: a only" a.txt
    expect_exit 1
    expect_any "a.txt:2:4:"
    expect_none "b.txt"

  it "$manager: a working tree that differs from the index is neither judged nor changed"
    repository
    "manager_$manager"
    git add -A && git commit -qnm "build: hooks"
    write a.txt 'bad \n' && git add a.txt && write a.txt 'clean\n'
    run git commit -m "feat: staged is bad"
    expect_exit 1
    expect_same "the working tree" clean "$(cat a.txt)"
    git add a.txt && write a.txt 'bad \n'
    run git commit -m "feat: staged is clean"
    expect_exit 0
    expect_same "the working tree" 'bad ' "$(cat a.txt)"

  it "$manager: a message is judged"
    repository
    write moongate.toml '[checks.conventional-commits]\n'
    "manager_$manager"
    git add -A
    run git commit -m "added hooks"
    expect_exit 1
    expect_any "conventional-commits/header"
    run git commit -m "build: add hooks"
    expect_exit 0

  it "$manager: a merge is checked for what it adds itself"
    repository
    "manager_$manager"
    git add -A && git commit -qnm "build: hooks"
    git checkout -qb side && write side.txt 'bad \n' && git add -A && git commit -qnm "feat: side"
    git checkout -q main && write main.txt 'clean\n' && git add -A && git commit -qnm "feat: main"
    run git merge side -m "merge side"
    expect_exit 0 # what the merged side has was checked there
    git reset -q --hard HEAD~1
    git merge -q --no-commit side >/dev/null 2>&1
    printf 'own \n' >>side.txt && git add side.txt
    run git commit --no-edit
    expect_exit 1
    expect_any "side.txt:2:4:"
    expect_none "side.txt:1:"

  it "$manager: of several references that are pushed, each is judged"
    git init -q --bare remote.git
    repository work && cd work
    git remote add origin ../remote.git
    "manager_$manager"
    git add -A && git commit -qnm "build: hooks"
    git checkout -qb two && write two.txt 'bad \n' && git add -A && git commit -qnm "feat: two"
    run git push origin main two
    expect_exit 1
    expect_any "two.txt:1:4:"
    expect_same "what arrived" "" "$(git -C ../remote.git for-each-ref)"
    run git push origin main
    expect_exit 0
    run git push origin main :main two
    expect_exit 1
done

# Someone will run the pre-push hook from the framework all the same: it must not pass for want of stdin.
for program in "$oldest/pre-commit" "$newest/pre-commit" "$newest/prek"; do
  it "a pre-push hook inside of the framework judges the reference that it is given: ${program##*/}"
    git init -q --bare remote.git
    repository work && cd work
    git remote add origin ../remote.git
    cat >.pre-commit-config.yaml <<'YAML'
repos:
  - repo: local
    hooks:
      - { id: push, name: push, entry: moongate hook pre-push, language: system, stages: [push], pass_filenames: false, always_run: true, verbose: true }
YAML
    "$program" install -t pre-push >/dev/null 2>&1
    write a.txt 'bad \n' && git add -A && git commit -qnm "feat: a"
    run git push origin main # all of its history is new
    expect_exit 1
    expect_any "a.txt:1:4:"
    write a.txt 'clean\n' && git add -A && git commit -q --amend -nm "feat: a"
    run git push origin main
    expect_exit 0
    expect_any "one reference only"
    write b.txt 'bad \n' && git add -A && git commit -qnm "feat: b"
    run git push origin main
    expect_exit 1
    expect_any "b.txt:1:4:"
    expect_none "a.txt"
done

# By hand or in CI no commit is being made and nothing is pushed.
for program in "$oldest/pre-commit" "$newest/pre-commit" "$newest/prek"; do
  it "run by hand: judges the range it is given, and does not pass for want of one: ${program##*/}"
    repository
    cat >.pre-commit-config.yaml <<'YAML'
repos:
  - repo: local
    hooks:
      - { id: commit, name: commit, entry: moongate hook pre-commit, language: system, stages: [COMMIT], pass_filenames: false, always_run: true, verbose: true }
      - { id: push, name: push, entry: moongate hook pre-push, language: system, stages: [PUSH], pass_filenames: false, always_run: true, verbose: true }
YAML
    commit_stage=pre-commit push_stage=pre-push
    [ "$program" != "$oldest/pre-commit" ] || commit_stage=commit push_stage=push
    sed -i "s/COMMIT/$commit_stage/; s/PUSH/$push_stage/" .pre-commit-config.yaml
    git add -A && git commit -qm "build: hooks"
    write a.txt 'bad \n' && git add -A && git commit -qm "feat: a"
    for stage in $commit_stage $push_stage; do
      run "$program" run --hook-stage "$stage" --from-ref HEAD~1 --to-ref HEAD
      expect_exit 1
      expect_any "a.txt:1:4:"
      run "$program" run --hook-stage "$stage" --from-ref HEAD~2 --to-ref HEAD~1
      expect_exit 0
      run env CI=true "$program" run --hook-stage "$stage" --all-files
      expect_exit 1
      expect_any "moongate ci"
    done
done

it "an existing pre-commit installation is kept by moongate install, and both judge"
  repository
  manager_pre_commit
  run moongate install
  expect_exit 0
  expect_out "pre-commit: installed; the hook that was there is kept and runs first"
  git add -A && git commit -qnm "build: hooks"
  write a.txt 'bad \n' && git add a.txt
  run git commit -m "feat: a"
  expect_exit 1
  run moongate uninstall
  expect_exit 0
  write a.txt 'bad too \n' && git add a.txt
  run git commit -m "feat: a"
  expect_exit 1

finish
