# A commit message as Git will store it: what the commit-msg hook sees is what the commit has.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../oracle/changes.sh"

message_hook() {
  repository
  cat >.git/hooks/commit-msg <<'HOOK'
#!/bin/sh
dump_change message "$1" --messages >"$PWD/.git/seen"
HOOK
  chmod +x .git/hooks/commit-msg
  write a.txt 'a\n' && git add a.txt
}
# commit_with TEXT [OPTIONS…]: with an editor that leaves TEXT above Git's own hints.
commit_with() {
  printf "$1" >"$SCRATCH/text"
  shift
  printf '#!/bin/sh\ncat "%s" "$1" >"$1.new" && mv "$1.new" "$1"\n' "$SCRATCH/text" >"$SCRATCH/editor"
  chmod +x "$SCRATCH/editor"
  GIT_EDITOR=$SCRATCH/editor git commit -q "$@"
}
expect_stored() { expect_equal "the message" "$(git log -1 --format=%B)" "$(cat .git/seen)"; }

it "given with -m"
  message_hook
  git commit -qm "feat: a" -m "# not a comment here"
  expect_stored

it "edited, with comments and blank lines"
  message_hook
  commit_with 'feat: a   \n\n\n# a comment\nbody  \n\n\n'
  expect_stored

it "edited with the diff shown below"
  message_hook
  commit_with 'feat: a\n\nbody\n' -v
  expect_stored

it "a diff shown below, by a Git that speaks another language"
  printf 'feat: a\n\nbody\n# ------------------------ >8 ------------------------\n# Ändern oder entfernen Sie nicht die obige Zeile.\n# Alles unterhalb von ihr wird ignoriert.\ndiff --git a/a.txt b/a.txt\n+a\n' >message
  repository
  expect_equal "the message" "feat: a

body" "$(dump_change message message --messages)"

it "a scissors line of the author's own cuts nothing"
  repository
  printf 'feat: a\n\n# ------------------------ >8 ------------------------\n# mine\nbody\n' >message
  expect_equal "the message" "feat: a

body" "$(dump_change message message --messages)"

it "with another comment character"
  message_hook
  git config core.commentChar ';'
  commit_with 'feat: a\n\n; a comment\n#12 is fixed\n'
  expect_stored

it "with a comment character that Git picks"
  message_hook
  git config core.commentChar auto
  commit_with 'feat: a\n\nbody\n'
  expect_stored

for mode in default scissors strip verbatim whitespace; do
  it "with commit.cleanup=$mode"
    message_hook
    git config commit.cleanup "$mode"
    commit_with 'feat: a  \n\n\n# kept or not\nbody\n'
    expect_stored
  it "with commit.cleanup=$mode and -m"
    message_hook
    git config commit.cleanup "$mode"
    git commit -qm "feat: a  


# kept or not"
    expect_stored
done

it "with configuration given on the command line"
  message_hook
  git -c commit.cleanup=whitespace commit -qm "feat: a" -m "# kept"
  expect_stored

it "outside of any repository"
  export GIT_CEILING_DIRECTORIES=$(dirname "$PWD")
  write message 'feat: a\n# comment\n'
  expect_equal "the message" "feat: a" "$(dump_change message message --messages)"
  unset GIT_CEILING_DIRECTORIES

it "that is not there"
  repository
  run dump_change message nowhere
  expect_exit 3
  expect_err "nowhere"

it "\`Initial commit\` is the first commit's message, also amended, and no other's"
  empty_repository && moongate install commit-msg >install.log
  write moongate.toml '[checks.conventional-commits]\n'
  write a.txt 'a\n' && git add a.txt moongate.toml
  run git commit -m "Initial commit"
  expect_exit 0
  write a.txt 'a\nb\n' && git add a.txt
  run git commit --amend --no-edit
  expect_exit 0
  run git commit --allow-empty -m "feat: more"
  expect_exit 0
  run git commit --allow-empty -m "Initial commit"
  expect_exit 1
  expect_err "subject is not"
  git checkout -q --orphan other
  run git commit --allow-empty -m "Initial commit"
  expect_exit 0

it "a message that was refused can be taken up again"
  repository sub && cd sub && moongate install commit-msg >install.log
  write moongate.toml '[checks.conventional-commits]\n' && git add moongate.toml && mkdir directory && cd directory
  run git commit --allow-empty -m "added things" -m "with much thought"
  expect_exit 1
  expect_err "the message is kept: git commit --edit"
  line=$(sed -n 's/.*the message is kept: //p' <<<"$err")
  printf '#!/bin/sh\nsed -i "1s/^/feat: /" "$1"\n' >"$SCRATCH/editor" && chmod +x "$SCRATCH/editor"
  GIT_EDITOR=$SCRATCH/editor run bash -c "$line --allow-empty"
  expect_exit 0
  expect_same "the message" "feat: added things

with much thought" "$(git log -1 --format=%B)"

finish
