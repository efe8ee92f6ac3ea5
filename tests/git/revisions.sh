# What names a commit, and what is said when nothing does.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../oracle/changes.sh"

history() {
  repository
  for number in 1 2 3; do write "file$number" "$number\n" && commit "feat: number $number"; done
  git tag -a -m "one" v1 HEAD~1 && git tag light HEAD~2
  git branch topic HEAD~1
}
expect_commit() {
  expect_equal "$1" "$(git rev-parse --verify -q "$1^{commit}" 2>/dev/null)" "$(dump_change commit "$1" --commits)"
}

it "reads the usual forms as git rev-parse does"
  history
  for revision in HEAD @ main heads/main refs/heads/main topic v1 light tags/v1 'v1^{}' 'v1^{commit}' \
    HEAD~2 HEAD^ HEAD^^ '@~1^' 'v1~1' HEAD^0 "$(git rev-parse HEAD)" "$(git rev-parse --short=7 HEAD)" \
    "$(git describe --match v1)" 'HEAD@{1}' 'main@{0}'; do
    expect_commit "$revision"
  done
  expect_equal "the newest with this text" "$(git rev-parse HEAD~1)" "$(dump_change commit ':/number 2' --commits)"
  expect_equal "the nearest with this text" "$(git rev-parse HEAD~2)" "$(dump_change commit 'HEAD^{/number 1}' --commits)"

it "reads references that are packed, and those of remotes"
  history
  git clone -q . copy && cd copy && git pack-refs --all
  for revision in origin/topic origin remotes/origin/topic v1 HEAD; do expect_commit "$revision"; done

it "reads a detached HEAD"
  history
  git checkout -q --detach HEAD~1
  expect_commit HEAD

it "names the nearest branch where there is none of this name"
  history
  run dump_change range mian HEAD
  expect_exit 3
  expect_err 'unknown revision "mian"'
  expect_err 'did you mean "main"?'

it "names the remote's branch where only that is there"
  history
  git clone -q . copy && cd copy
  run dump_change range topic HEAD
  expect_exit 3
  expect_err 'did you mean "origin/topic"?'

it "refuses a name that is a branch and a tag"
  history
  git tag topic HEAD
  run dump_change commit topic
  expect_exit 3
  expect_err "refs/tags/topic and refs/heads/topic"
  expect_equal "the full name" "$(git rev-parse refs/heads/topic)" "$(dump_change commit refs/heads/topic --commits)"

it "says that a branch has no commits yet"
  empty_repository
  run dump_change commit HEAD
  expect_exit 3
  expect_err "no commit yet on refs/heads/main"

it "says that a commit has no such parent"
  history
  run dump_change commit HEAD~9
  expect_exit 3
  expect_err "no parent"

it "says that the all-zero id is no commit"
  history
  run dump_change range 0000000000000000000000000000000000000000 HEAD
  expect_exit 3
  expect_err "all-zero"

it "says that HEAD is damaged"
  history
  printf 'nonsense\n' >.git/refs/heads/main
  run dump_change commit HEAD
  expect_exit 3
  expect_err "refs/heads/main is damaged"

it "does not follow a name out of the directory of references"
  history
  printf '%s\n' "$(git rev-parse HEAD)" >outside
  run dump_change commit ../outside
  expect_exit 3

finish
