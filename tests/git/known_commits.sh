# Which commits of a push are news, for whom, and what the others are looked at for.
. "$(dirname "$0")/../lib.sh"

token="gh""p_aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789"
# Upstream with a history that the checks would not let in, a clone of it, and an empty fork.
upstream_and_fork() {
  git init -q --bare upstream.git && git init -q --bare fork.git
  git clone -q upstream.git clone 2>/dev/null && cd clone
  write old.txt 'old \n' && commit "No type at all"
  write more.txt 'old \n' && commit "Neither here" && git push -q origin main && git remote add fork ../fork.git
  git checkout -q -b topic
  moongate install pre-push >/dev/null
}
push() { run git push "$@"; }
# What a push of HEAD to a remote would report, as JSON.
report() {
  local remote=$1 name=$2 old=${3:-0000000000000000000000000000000000000000}
  shift $(($# > 3 ? 3 : $#))
  run_with "HEAD $(git rev-parse HEAD) $name $old"$'\n' moongate hook pre-push "$remote" "$remote" --format json "$@"
}

it "a push to one's own fork is checked for what upstream does not have"
  upstream_and_fork
  write a.txt 'a\n' && commit "feat: a"
  push fork topic
  expect_exit 0
  expect_any "left out: 2 commits known from origin"
  git push -q fork :topic --no-verify && git fetch -q --prune fork
  write b.txt 'b \n' && commit "feat: b"
  push fork topic
  expect_exit 1
  expect_any "b.txt:1:2"
  expect_none "old.txt"

it "the report counts what was left out, and says why"
  upstream_and_fork
  write a.txt 'a\n' && commit "feat: a"
  report fork refs/heads/topic
  expect_exit 0
  expect_json '.change.left_out[0].commits' 2
  expect_json '.change.left_out[0].why | contains("origin")' true
  expect_json '.change.commits' 1
  expect_json '.change.files' 1

it "a secret in old commits of a private remote is reported on its way to a public one, and does not block"
  upstream_and_fork
  git checkout -q main && write key.txt "$token\n" && commit "feat: oops" && git rm -q key.txt && git commit -qm "fix: oops" && git push -q --no-verify origin main
  git checkout -q -B topic main && write a.txt 'a\n' && commit "feat: a"
  push fork topic
  expect_exit 0
  expect_any "key.txt:1:1"
  expect_any "warning secrets/"
  for level in warning note; do
    report fork refs/heads/topic "" --fail-on $level
    expect_exit 0
  done
  expect_json '[.findings[] | select(.known) | .level] | unique | join(" ")' warning
  expect_json '.summary.errors' 0
  expect_json '.summary.known_warnings == .summary.warnings' true
  # What is new blocks all the same.
  write new.txt "$token\n" && commit "feat: new"
  push fork topic
  expect_exit 1
  expect_any "new.txt:1:1"

it "push.known = this-remote makes everything count that the receiving remote does not have"
  upstream_and_fork
  git checkout -q main && write key.txt "$token\n" && commit "feat: oops" && git rm -q key.txt && git commit -qm "fix: oops" && git push -q --no-verify origin main
  git checkout -q -B topic main
  write moongate.toml '[push]\nknown = "this-remote"\n' && commit "chore: all counts"
  push fork topic
  expect_exit 1
  expect_any "error secrets/"
  expect_none "known from origin"
  write ../policy.toml '[push]\nknown = "this-remote"\nlocked = true\n'
  write moongate.toml '[push]\nknown = "any-remote"\n' && commit "chore: less"
  MOONGATE_POLICY=../policy.toml push fork topic
  expect_exit 1
  expect_any "which the policy ../policy.toml:3 locks"
  write moongate.toml '[push]\nknown = "some"\n' && commit "chore: some"
  push fork topic
  expect_any "moongate.toml:2"

it "a first push to an empty remote is checked like a tree, and commit by commit for secrets"
  upstream_and_fork
  git remote remove origin
  push fork main
  expect_exit 1
  expect_any "old.txt:1:4"
  expect_none "subject is not"
  sed -i 's/ $//' old.txt more.txt && commit "Whatever"
  push fork topic
  expect_exit 0
  expect_any "left out: 3 commits first push to an empty remote"
  git push -q fork :topic --no-verify && git fetch -q --prune fork
  write key.txt "$token\n" && commit "feat: oops" && git rm -q key.txt && git commit -qm "fix: oops"
  push fork topic
  expect_exit 1
  expect_any "error secrets/"
  report fork refs/heads/topic
  expect_json '.findings[0].known // false' false
  # Its newest commit has a say.
  git commit -q --allow-empty -m "chore: x [skip moongate]"
  push fork topic
  expect_exit 0

it "a secret in the message of a known commit is reported as one in its content is"
  upstream_and_fork
  git checkout -q main && git commit -q --allow-empty -m "feat: with $token" && git push -q --no-verify origin main
  git checkout -q -B topic main && write a.txt 'a\n' && commit "feat: a"
  report fork refs/heads/topic
  expect_exit 0
  expect_json '[.findings[] | "\(.check) \(.level) \(.known)"] | join(" ")' "secrets warning true"
  expect_json '.change.commits' 1
  # No other rule for messages looks at it.
  run_with "HEAD $(git rev-parse HEAD) refs/heads/topic 0000000000000000000000000000000000000000"$'\n' \
    moongate hook pre-push fork fork --format json --check conventional-commits
  expect_json '.findings | length' 0
  git remote remove origin
  report fork refs/heads/topic
  expect_exit 1
  expect_json '[.findings[] | select(.check == "secrets") | .level] | join(" ")' error

it "local tags and branches prove nothing, also pushed together with a branch"
  upstream_and_fork
  write bad.txt 'bad \n' && commit "feat: bad" && git tag v1 && git branch also
  push origin v1
  expect_exit 1
  push origin topic v1
  expect_exit 1
  expect_any "bad.txt:1:4"
  push --tags origin
  expect_exit 1
  git tag -a -m "Release" v2
  push origin v2 also
  expect_exit 1

it "a reference at the value that this push gives it is not known"
  upstream_and_fork
  write bad.txt 'bad \n' && commit "feat: bad"
  # As after a push to the first of two addresses, or by hand.
  git update-ref refs/remotes/origin/topic HEAD
  report origin refs/heads/topic
  expect_exit 1
  expect_json '.findings[0].path' bad.txt
  # Another branch of the remote, which this push does not move, is known.
  report origin refs/heads/other
  expect_exit 0

it "what another remote has under no branch is not known"
  upstream_and_fork
  write bad.txt 'bad \n' && commit "feat: bad"
  git config --add remote.origin.fetch '+refs/pull/*/head:refs/remotes/origin/pull/*'
  git update-ref refs/remotes/origin/pull/7 HEAD
  report fork refs/heads/topic
  expect_exit 1
  git update-ref refs/remotes/unknown/topic HEAD
  report fork refs/heads/topic
  expect_exit 1

it "refs/for/main is checked like a branch"
  upstream_and_fork
  write a.txt 'a\n' && commit "feat: a"
  push origin HEAD:refs/for/main
  expect_exit 0
  write b.txt 'b \n' && commit "feat: b"
  push origin HEAD:refs/for/main
  expect_exit 1
  expect_any "b.txt:1:2"
  expect_none "old.txt"

it "rules for messages skip what is only under refs/notes/, checks of secrets do not"
  upstream_and_fork
  write ../policy.toml '[checks.conventional-commits]\nlevel = "error"\n'
  export MOONGATE_POLICY=$PWD/../policy.toml
  git notes add -m 'reviewed' HEAD
  push origin refs/notes/commits
  expect_exit 0
  expect_any "left out: 1 commit under refs/notes/"
  git notes append -m "$token" HEAD
  push origin refs/notes/commits
  expect_exit 1
  expect_any "secrets/"
  git update-ref refs/notes/commits "$(git commit-tree -m "see $token" "HEAD^{tree}")"
  push origin +refs/notes/commits
  expect_exit 1
  expect_any "secrets/"
  git update-ref -d refs/notes/commits
  # The same commit on a branch is nobody's tool's.
  git commit -q --allow-empty -m "Notes added by hand"
  push origin HEAD:refs/notes/mine HEAD:refs/heads/mine
  expect_exit 1
  unset MOONGATE_POLICY

it "a server knows what it had before, and nothing of what the push brings"
  git init -q --bare server.git
  git clone -q server.git clone 2>/dev/null && cd clone
  write a.txt 'a\n' && commit "feat: a" && git push -q origin main
  moongate -C ../server.git install >/dev/null
  write bad.txt 'bad \n' && commit "feat: bad" && git tag v1
  push origin main v1
  expect_exit 1
  expect_any "bad.txt:1:4"
  # As a hook that runs after the references have been moved.
  rm ../server.git/hooks/pre-receive && git push -q origin main v1
  old=$(git rev-parse HEAD~1) new=$(git rev-parse HEAD)
  cd ../server.git
  run_with "$old $new refs/heads/main"$'\n'"0000000000000000000000000000000000000000 $new refs/tags/v1"$'\n' moongate hook pre-receive
  expect_exit 1
  expect_any "bad.txt:1:4"

# The clone as actions/checkout and GitLab's runner leave it: the remote-tracking reference of the
# branch under check stands at the head.
runner_clone() {
  git init -q --bare origin.git && git init -q work && cd work && git remote add origin ../origin.git
  write a.txt 'a\n' && commit "feat: a" && git push -q origin main
  git checkout -q -b topic && write bad.txt 'bad \n' && commit "feat: bad" && git push -q origin topic
  head=$(git rev-parse HEAD) before=$(git rev-parse HEAD~1)
  cd .. && git init -q runner && cd runner && git remote add origin ../origin.git
}
it "in CI the reference of the branch under check is not known, as GitHub's runner leaves it"
  runner_clone
  git fetch -q --no-tags origin "+refs/heads/*:refs/remotes/origin/*" && git checkout -q --force -B topic refs/remotes/origin/topic
  printf '{"ref":"refs/heads/topic","before":"%s","after":"%s","created":true,"repository":{"default_branch":"main"}}' \
    0000000000000000000000000000000000000000 "$head" >../event.json
  export GITHUB_ACTIONS=true CI=true GITHUB_EVENT_NAME=push GITHUB_EVENT_PATH=$PWD/../event.json GITHUB_SHA=$head GITHUB_REF=refs/heads/topic
  run moongate ci
  expect_exit 1
  expect_any "bad.txt"
  unset GITHUB_ACTIONS CI GITHUB_EVENT_NAME GITHUB_EVENT_PATH GITHUB_SHA GITHUB_REF

it "the same as GitLab's runner leaves it"
  runner_clone
  git fetch -q origin "+refs/heads/*:refs/remotes/origin/*" "+$head:refs/pipelines/1" && git checkout -q --detach "$head"
  export GITLAB_CI=true CI=true CI_COMMIT_SHA=$head CI_COMMIT_BRANCH=topic CI_DEFAULT_BRANCH=main
  export CI_COMMIT_BEFORE_SHA=0000000000000000000000000000000000000000
  run moongate ci
  expect_exit 1
  expect_any "bad.txt"
  unset GITLAB_CI CI CI_COMMIT_SHA CI_COMMIT_BRANCH CI_DEFAULT_BRANCH CI_COMMIT_BEFORE_SHA

finish
