# What a push brings: seen before it leaves (pre-push), and where it arrives (pre-receive, update).
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../oracle/changes.sh"

# A bare remote and a clone of it with one pushed commit.
remote_and_clone() {
  git init -q --bare remote.git
  git clone -q remote.git clone 2>/dev/null && cd clone
  write readme.txt 'hello\n' && commit "feat: begin" && git push -q origin HEAD:main 2>/dev/null
}
# Both sides write down what they see of a push, and let it pass.
record() {
  cat >.git/hooks/pre-push <<'HOOK'
#!/bin/sh
while read -r local new remote old; do echo "$remote $old $new"; done >"$PWD/.git/updates"
dump_change push "$1" --files <"$PWD/.git/updates" | tr '\0' '\n' >"$PWD/.git/sent-files"
dump_change push "$1" --commits <"$PWD/.git/updates" >"$PWD/.git/sent-commits"
HOOK
  cat >../remote.git/hooks/pre-receive <<'HOOK'
#!/bin/sh
while read -r old new name; do echo "$name $old $new"; done >updates
dump_change receive --files <updates | tr '\0' '\n' >received-files
dump_change receive --commits <updates >received-commits
dump_change receive --of-commits <updates | tr '\0' '\n' >received-of-commits
HOOK
  chmod +x .git/hooks/pre-push ../remote.git/hooks/pre-receive
}
sent() { cat ".git/sent-$1"; }
received() { cat "../remote.git/received-$1"; }
# Both sides see these commits (revisions, oldest first) and these files (as git diff of two trees).
expect_pushed() {
  expect_same "commits sent" "$(git rev-parse "$@")" "$(sent commits)"
  expect_same "commits received" "$(git rev-parse "$@")" "$(received commits)"
}
expect_files() {
  expect_same "files sent" "$(git diff --raw -z -M --no-abbrev "$1" "$2" | readable)" "$(sent files)"
  expect_same "files received" "$(git diff --raw -z -M --no-abbrev "$1" "$2" | readable)" "$(received files)"
}
expect_nothing() {
  expect_same "commits sent" "" "$(sent commits)"
  expect_same "commits received" "" "$(received commits)"
  expect_same "files received" "" "$(received files)"
}

it "two new commits on a known branch"
  remote_and_clone && record
  write a.txt 'a\n' && commit "feat: a" && write b.txt 'b\n' && commit "feat: b"
  git push -q origin HEAD:main
  expect_pushed HEAD~1 HEAD
  expect_files HEAD~2 HEAD

it "content that one commit adds and the next removes is still in the commits"
  remote_and_clone && record
  write secret.txt 'secret\n' && commit "feat: oops" && git rm -q secret.txt && git commit -qm "fix: oops"
  git push -q origin HEAD:main
  expect_pushed HEAD~1 HEAD
  expect_same "files" "" "$(received files)"
  expect_same "files of commits" 2 "$(received of-commits | grep -c '^secret.txt$')"

it "a new branch brings only what is not on another one"
  remote_and_clone && record
  git checkout -qb topic && write a.txt 'a\n' && commit "feat: a"
  git push -q origin topic
  expect_pushed HEAD
  expect_files HEAD~1 HEAD

it "a new branch at a known commit brings nothing"
  remote_and_clone && record
  git push -q origin HEAD:refs/heads/same
  expect_nothing

it "a deleted branch brings nothing"
  remote_and_clone && git push -q origin HEAD:refs/heads/gone && record
  git push -q origin :gone
  expect_nothing

it "a forced update brings the rewritten commits"
  remote_and_clone
  write a.txt 'a\n' && commit "feat: a" && git push -q origin HEAD:main
  record
  write a.txt 'another a\n' && git add -A && git commit -q --amend -m "feat: another a"
  git push -qf origin HEAD:main
  expect_pushed HEAD
  expect_files HEAD~1 HEAD

it "a forced update back to an old commit brings nothing"
  remote_and_clone
  write a.txt 'a\n' && commit "feat: a" && git push -q origin HEAD:main
  record
  git push -qf origin HEAD~1:main
  expect_nothing

it "tags, plain and annotated, bring the commits that they mark"
  remote_and_clone && record
  write a.txt 'a\n' && commit "feat: a" && git tag light
  write b.txt 'b\n' && commit "feat: b" && git tag -a -m "two" annotated
  git push -q origin light annotated
  expect_pushed HEAD~1 HEAD

it "the messages of annotated tags are pushed with them"
  remote_and_clone
  cat >../remote.git/hooks/pre-receive <<'HOOK'
#!/bin/sh
while read -r old new name; do echo "$name $old $new"; done | dump_change receive --tags >received-tags
HOOK
  chmod +x ../remote.git/hooks/pre-receive
  git tag light && git tag -a -m "the first release" v1 && git tag -a -m "of a tag" again v1
  git push -q origin light v1 again v1:refs/heads/odd 2>/dev/null
  head=$(git rev-parse HEAD)
  expect_same "tags" "again $head C O Mitter: of a tag
light $head -: 
v1 $head C O Mitter: the first release" "$(received tags | grep -v ^refs/ | sort)"

it "a tag of a tree brings its files"
  remote_and_clone && record
  write a.txt 'a\n' && git add a.txt && git tag -a -m "files" files "$(git write-tree)"
  git push -q origin files
  expect_same "paths" "a.txt readme.txt" "$(received files | grep -v ^: | tr '\n' ' ' | sed 's/ $//')"

it "several references at once bring each commit once"
  remote_and_clone && record
  write a.txt 'a\n' && commit "feat: a" && git branch one
  git checkout -qb two && write b.txt 'b\n' && commit "feat: b"
  git push -q origin one two HEAD~2:refs/heads/three
  expect_pushed HEAD~1 HEAD
  expect_same "paths" "a.txt b.txt" "$(received files | grep -v ^: | tr '\n' ' ' | sed 's/ $//')"

it "a branch without common history brings everything"
  remote_and_clone && record
  git checkout -q --orphan other && git rm -rqf . && write a.txt 'a\n' && commit "feat: other"
  git push -q origin other
  expect_pushed HEAD
  expect_same "paths" "a.txt" "$(received files | grep -v ^:)"

it "a merge of what the remote has brings the merge alone"
  remote_and_clone
  git checkout -qb side && write a.txt 'a\n' && commit "feat: a" && git push -q origin side
  git checkout -q main && write b.txt 'b\n' && commit "feat: b" && git push -q origin main
  record
  git merge -q --no-edit side && git push -q origin main
  expect_pushed HEAD

it "a push to an address counts what is known of the remote that has it"
  remote_and_clone && record
  write a.txt 'a\n' && commit "feat: a"
  sed -i 's/dump_change push "$1"/dump_change push "$2"/' .git/hooks/pre-push
  git push -q "$(git config remote.origin.url)" HEAD:refs/heads/main
  expect_pushed HEAD

# Where a remote's references are fetched to where local ones are made too, those are not the remote's.
for spec in '+refs/tags/*:refs/tags/*' '+refs/*:refs/*' '+refs/heads/*:refs/heads/*' '+refs/notes/*:refs/notes/*'; do
  it "what was made here is not taken for the remote's, with $spec"
    remote_and_clone && record
    git config --add remote.origin.fetch "$spec"
    write a.txt 'a\n' && commit "feat: a" && git tag made-here && git branch -q --no-track made-here
    git notes add -m "a note" HEAD~1
    git push -q origin HEAD:refs/heads/new refs/tags/made-here
    expect_pushed HEAD
    expect_files HEAD~1 HEAD
    note=$(git rev-parse refs/notes/commits)
    git push -q origin refs/notes/commits
    expect_same "the note's commit" "$note" "$(sent commits)"
done

it "objects in quarantine are read, and a rejected push leaves nothing"
  remote_and_clone && record
  echo 'exit 1' >>../remote.git/hooks/pre-receive
  write a.txt 'a\n' && commit "feat: a"
  before=$(cd ../remote.git && git count-objects -v | grep -E '^(count|packs)' | tr '\n' ' ')
  git push -q origin HEAD:main 2>/dev/null && fail "the push went through"
  expect_same "commits received" "$(git rev-parse HEAD)" "$(received commits)"
  expect_same "objects" "$before" "$(cd ../remote.git && git count-objects -v | grep -E '^(count|packs)' | tr '\n' ' ')"

# A check of the server's own: whatever says "secret" may not come in.
guard() {
  mkdir -p .moongate/checks
  cat >.moongate/checks/no-secret.lua <<'LUA'
return {
  api = 1,
  summary = "no secrets",
  stages = { "push" },
  scope = "commits",
  added_line = function(line)
    if line.text:find("secret", 1, true) then line:report("a secret") end
  end,
}
LUA
  commit "feat: a check" && git push -q origin HEAD:main
  printf '#!/bin/sh\nexec moongate hook %s "$@"\n' "$1" >../remote.git/hooks/"$1"
  chmod +x ../remote.git/hooks/"$1"
}
stored() { (cd ../remote.git && find objects refs packed-refs -type f 2>/dev/null | sort && git for-each-ref); }
for hook in pre-receive update; do
  it "the server refuses by $hook, tells the pusher why, and keeps nothing"
    remote_and_clone && guard "$hook"
    before=$(stored)
    write config.txt 'a secret\n' && commit "feat: oops" && git rm -q config.txt && git commit -qm "fix: not there"
    run git push origin HEAD:main
    expect_exit 1
    expect_err "config.txt:1"
    expect_err "a secret"
    expect_err "rejected"
    # git 2.39 has moved the objects out of quarantine when it runs `update`.
    [ "$hook" = update ] || expect_same "the server's files" "$before" "$(stored)"
    expect_same "its references" "$(git rev-parse HEAD~2)" "$(git -C ../remote.git rev-parse main)"

  it "the server lets a clean push pass by $hook: a new branch, a tag, a deletion"
    remote_and_clone && guard "$hook"
    write good.txt 'good\n' && commit "feat: good" && git tag -a -m "one" v1
    run git push origin HEAD:main HEAD:refs/heads/other v1
    expect_exit 0
    run git push origin :other
    expect_exit 0
done

it "a secret in an annotated tag's message is not pushed, and --branches is silent about old ones"
  remote_and_clone
  token=ghp_$(printf 'n8Kd02LqPz71VbXcR4sTyU6wEaGh3JmF9iOo')
  git tag -a -m "release with $token" v1
  head=$(git rev-parse v1)
  run_with "refs/tags/v1 $head refs/tags/v1 $(printf '0%.0s' {1..40})
" moongate hook pre-push origin ../remote.git
  expect_exit 1
  expect_any "secrets/github-token"
  expect_any "tag v1"
  expect_none "$token"
  run moongate check --branches
  expect_none "secrets"

it "the update hook sees each reference's own commits"
  remote_and_clone
  cat >../remote.git/hooks/update <<'HOOK'
#!/bin/sh
echo "$1 $2 $3" | dump_change receive --commits >>received-commits
HOOK
  chmod +x ../remote.git/hooks/update
  write a.txt 'a\n' && commit "feat: a" && git branch one
  git checkout -qb two && write b.txt 'b\n' && commit "feat: b"
  git push -q --atomic origin one two 2>/dev/null || git push -q origin one two
  expect_same "commits" "$(git rev-parse one two)" "$(received commits | awk '!seen[$0]++')"

it "SHA-256, with zero ids of 64 digits"
  git init -q --bare --object-format=sha256 remote.git
  git init -q --object-format=sha256 clone && cd clone && git remote add origin ../remote.git
  write readme.txt 'hello\n' && commit "feat: begin"
  git push -q origin HEAD:main 2>/dev/null && record
  write a.txt 'a\n' && commit "feat: a"
  git push -q origin HEAD:refs/heads/new
  expect_pushed HEAD
  git push -q origin HEAD:refs/heads/gone && git push -q origin :gone
  expect_nothing

it "a repository whose path is quoted in the environment of its hooks"
  mkdir 'a:b "é"' && cd 'a:b "é"' || exit 1
  remote_and_clone && record
  write a.txt 'a\n' && commit "feat: a"
  git push -q origin HEAD:main
  expect_pushed HEAD
  expect_files HEAD~1 HEAD

it "objects in quarantine of a remote that borrows from one that borrows, by relative paths"
  git init -q --bare first.git && git init -q --bare second.git && git init -q --bare remote.git
  git init -q clone && cd clone && git remote add origin ../remote.git
  write a.txt 'a\n' && commit "feat: a" && git push -q ../first.git HEAD:main
  echo ../../first.git/objects >../second.git/objects/info/alternates
  write b.txt 'b\n' && commit "feat: b" && git push -q ../second.git HEAD:main
  echo ../../second.git/objects >../remote.git/objects/info/alternates
  git -C ../remote.git update-ref refs/heads/main "$(git rev-parse HEAD)"
  git fetch -q origin
  record
  write a.txt 'changed\n' && commit "feat: a again"
  git push -q origin HEAD:main
  expect_pushed HEAD
  expect_files HEAD~1 HEAD

it "fifty new branches at once"
  remote_and_clone && record
  names=()
  for number in $(seq 50); do
    write "file$number" "$number\n" && commit "feat: $number"
    git branch "branch$number" && names+=("branch$number")
  done
  git push -q origin "${names[@]}"
  expect_same "commits sent" "$(git rev-list --topo-order --reverse -n 50 HEAD)" "$(sent commits)"
  expect_same "commits received" "$(sent commits)" "$(received commits)"

it "a deletion and a creation in one push"
  remote_and_clone && record
  write a.txt 'a\n' && commit "feat: a" && git push -q origin HEAD:refs/heads/old
  write b.txt 'b\n' && commit "feat: b"
  git push -q origin :old HEAD:refs/heads/new
  expect_same "commits received" "$(git rev-parse HEAD)" "$(received commits)"
  # What the deleted one had is not new, though no other reference keeps it.
  git push -q origin :new HEAD~1:refs/heads/again
  expect_same "commits received" "" "$(received commits)"

it "a forced update next to a new branch and a tag of what was dropped"
  remote_and_clone && record
  write a.txt 'a\n' && commit "feat: a" && git push -q origin HEAD:main
  git tag -a -m "what was" was && git reset -q --hard HEAD~1
  write b.txt 'b\n' && commit "feat: b" && git branch other
  git push -q origin +HEAD:main other was
  expect_pushed HEAD

it "tags of tags, of files and of trees, in one push"
  remote_and_clone && record
  write a.txt 'a\n' && commit "feat: a"
  git tag -a -m one one && git tag -a -m two two one 2>/dev/null
  blob=$(echo "only in a tag" | git hash-object -w --stdin)
  git tag -a -m file of-file "$blob" && git tag plain-file "$blob" && git tag of-tree "HEAD^{tree}"
  git push -q origin two of-file plain-file of-tree
  expect_same "commits" "$(git rev-parse HEAD)" "$(received commits)"
  [[ $(received files) == *"$blob"* ]] || fail "the tagged file $blob is not among: $(received files)"

it "an octopus merge and the branches that it joins"
  remote_and_clone && record
  for name in one two three; do
    git checkout -qb "$name" origin/main && write "$name" "$name\n" && commit "feat: $name"
  done
  git checkout -qb octopus one && git merge -q --no-edit two three >/dev/null
  git push -q origin octopus
  expect_same "commits" "$(git rev-list octopus ^origin/main | sort)" "$(received commits | sort)"

finish
