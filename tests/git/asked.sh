# What neither our readers know, and the git program of the machine may: it is asked, and where it does
# not know either, or is not there, that is said.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../oracle/changes.sh"

two_commits_and_a_staged_file() {
  repository
  write second.txt 'second\n' && commit "feat: second"
  write staged.txt 'staged\n' && git add staged.txt
  expected_range=$(range_by_git HEAD~1 HEAD) expected_staged=$(staged_by_git)
}
# A git that knows more than this machine's: it answers from a copy of the repository in a form that
# today's knows.
git_of_the_future() {
  cp -r .git ../known-$directory_number
  mkdir -p ../future-$directory_number
  cat >../future-$directory_number/git <<GIT
#!/bin/sh
export GIT_DIR="$(cd ../known-$directory_number && pwd)"
[ -z "\$GIT_INDEX_FILE" ] || export GIT_INDEX_FILE="\$GIT_DIR/index"
exec $(command -v git) "\$@"
GIT
  chmod +x ../future-$directory_number/git
  future=$(cd ../future-$directory_number && pwd)
}
with_future() { PATH="$future:$PATH" "$@"; }
without_git() { env PATH=/nonexistent "$DUMP_CHANGE" "$@"; }
expect_the_same_from_the_future() {
  expect_equal "what is staged" "$expected_staged" "$(with_future staged_by_us)"
  expect_equal "a range" "$expected_range" "$(with_future range_by_us HEAD~1 HEAD)"
  expect_equal "a range by name" "$expected_range" "$(with_future range_by_us HEAD~1 main)"
}
unknown_extension_of_the_index() {
  python3 - "$1" <<'PYTHON'
import sys
data = open(sys.argv[1], "rb").read()
open(sys.argv[1], "wb").write(data[:-20] + b"zzzz\0\0\0\4abcd" + bytes(20))
PYTHON
}

it "asks git about references that are stored as reftable"
  two_commits_and_a_staged_file
  git_of_the_future
  git config core.repositoryFormatVersion 1 && git config extensions.refStorage reftable
  rm -rf .git/refs .git/packed-refs && mkdir .git/refs && printf 'ref: refs/heads/.invalid\n' >.git/HEAD
  expect_the_same_from_the_future
  expect_equal "a symbolic reference" "$expected_range" "$(with_future range_by_us HEAD^ @)"

it "says that it is the git program that reads reftable, where there is none"
  two_commits_and_a_staged_file
  git config core.repositoryFormatVersion 1 && git config extensions.refStorage reftable
  for change in "staged" "range HEAD~1 HEAD" "commit main"; do
    # shellcheck disable=SC2086
    run without_git $change
    expect_exit 3
    expect_err "reftable"
    expect_err "there is no git on PATH"
  done

it "asks git about an extension of the repository that it does not know"
  two_commits_and_a_staged_file
  git_of_the_future
  git config core.repositoryFormatVersion 1 && git config extensions.timeTravel true
  expect_the_same_from_the_future

it "asks git for objects that such an extension keeps elsewhere"
  two_commits_and_a_staged_file
  git_of_the_future
  sed -i 's/^exec /unset GIT_OBJECT_DIRECTORY; exec /' "$future/git"
  git config core.repositoryFormatVersion 1 && git config extensions.timeTravel true
  rm -rf .git/objects && mkdir .git/objects
  expect_the_same_from_the_future
  expect_same "lines" "second.txt -0,0 +1,1" "$(with_future dump_change range HEAD~1 HEAD --lines)"

it "names an extension and a format that git does not know either, or there is no git"
  two_commits_and_a_staged_file
  git config core.repositoryFormatVersion 1 && git config extensions.timeTravel true
  run dump_change staged
  expect_exit 3
  expect_err "unknown extension: extensions.timetravel; git refuses it too: fatal"
  run without_git staged
  expect_exit 3
  expect_err "extensions.timetravel"
  expect_err "there is none on PATH"
  git config --file .git/config --unset extensions.timeTravel
  git config --file .git/config core.repositoryFormatVersion 9
  run dump_change staged
  expect_exit 3
  expect_err "format version 9"

it "asks git about an index of a kind that it does not know"
  two_commits_and_a_staged_file
  git_of_the_future
  unknown_extension_of_the_index .git/index
  expect_equal "what is staged" "$expected_staged" "$(with_future staged_by_us)"
  run dump_change staged
  expect_exit 3
  expect_err "has an extension that this reader does not know: zzzz; git cannot read it either"
  run without_git staged
  expect_exit 3
  expect_err "zzzz; there is no git on PATH"

it "takes conflicts and intended files from git's answer as from its own reading"
  two_commits_and_a_staged_file
  write later.txt 'later\n' && git add -N later.txt
  expected_staged=$(staged_by_git)
  git_of_the_future
  unknown_extension_of_the_index .git/index
  expect_equal "what is staged" "$expected_staged" "$(with_future staged_by_us)"
  git -C ../$directory_number -c core.bare=false --git-dir="../known-$directory_number" update-index --index-info <<INFO
100644 $(git rev-parse HEAD:readme.txt) 2	readme.txt
100644 $(git rev-parse HEAD:second.txt) 3	readme.txt
INFO
  run with_future dump_change staged
  expect_exit 3
  expect_err "1 path is in conflict: readme.txt"

it "needs no git for what it reads itself"
  two_commits_and_a_staged_file
  expect_equal "what is staged" "$expected_staged" "$(without_git staged --files | readable)"
  expect_equal "a range" "$expected_range" "$(without_git range HEAD~1 HEAD --files | readable)"
  run without_git range 'HEAD@{1}' HEAD
  expect_exit 3
  expect_err "only the git program understands, and there is none on PATH"

finish
