# Which texts skip checks, and which only speak of it.
. "$(dirname "$0")/../lib.sh"

start() { repository; }
# skipped MESSAGE…: whether a range whose newest commit says this passes although its content does not.
checked() {
  git reset -q --hard "$(git rev-list --max-parents=0 HEAD)"
  write a.txt 'blank \n' && git add -A
  git commit -q -F - <<<"$1"
  run moongate check --range HEAD~1..HEAD
}
expect_skipped() { checked "$1"; expect_exit 0; expect_out "skipped by: $2"; }
expect_checked() { checked "$1"; expect_exit 1; expect_none "skipped by: "; }

it "a marker in the subject, in any case of letters"
  start
  expect_skipped "feat: a [skip moongate]" "[skip moongate] in commit"
  expect_skipped "feat: a [Skip Moongate] (#12)" "[skip moongate] in commit"

it "what is quoted, reverted, squashed or in a body skips nothing"
  start
  for subject in 'docs: explain `[skip moongate]`' 'docs: say "[skip moongate]" once' "docs: say '[skip moongate]'" \
    'docs: say “[skip moongate]”' 'Revert "feat: a [skip moongate]"' 'revert: feat: a [skip moongate]' \
    'fixup! feat: a [skip moongate]' 'squash! feat: a [skip moongate]' 'Reapply "feat: a [skip moongate]"'; do
    expect_checked "$subject"
  done
  expect_checked $'feat: a\n\n[skip moongate]'
  expect_checked $'feat: a (#12)\n\n* feat: b [skip moongate]\n* feat: c'
  # An apostrophe is no quote.
  expect_skipped "fix: don't check what isn't ours [skip moongate]" "[skip moongate] in commit"

it "only the newest commit has a say"
  start
  expect_skipped "feat: a [skip moongate]" "[skip moongate] in commit"
  write b.txt 'b\n' && commit "feat: b"
  run moongate check --range HEAD~2..HEAD
  expect_exit 1

it "markers of CI systems count in CI only"
  start
  for marker in '[ci skip]' '[skip ci]' '[no ci]' '[CI-Skip]' '[skip-ci]' '[skip actions]' '[actions skip]' '***NO_CI***'; do
    expect_checked "feat: a $marker"
    export CI=true
    expect_skipped "feat: a $marker" "$(tr A-Z a-z <<<"$marker") in commit"
    expect_checked "feat: a \`$marker\`"
    unset CI
  done

it "a trailer skips one check, a group or a rule, with a reason"
  start
  expect_skipped $'feat: a\n\nMoongate-Skip: lint/trailing-whitespace a table of blanks' \
    "Moongate-Skip: lint/trailing-whitespace in commit"
  expect_out "a table of blanks"
  run moongate check --range HEAD~1..HEAD --format json
  expect_json '[.checks[] | select(.status == "skipped") | .name] | join(" ")' "lint/trailing-whitespace"
  expect_skipped $'feat: a\n\nMoongate-Skip: lint a table of blanks' "Moongate-Skip: lint in commit"
  checked $'feat: a\n\nMoongate-Skip: secrets of the tests'
  expect_exit 1
  checked $'feat: a\n\nMoongate-Skip: lint'
  expect_exit 1
  expect_out "does not count: it gives no reason"
  checked $'feat: a\n\nMoongate-Skip: lnit because'
  expect_exit 1
  expect_out "does not count: there is no check or rule of that name"

it "a trailer of a commit that was squashed, or in the middle of a body, is none"
  start
  expect_checked $'feat: all (#3)\n\n* feat: a\n\n* feat: b\n\nMoongate-Skip: lint because'
  expect_checked $'feat: all\n\nSquashed commit of the following:\n\ncommit 1\n\nMoongate-Skip: lint because'
  expect_checked $'feat: all\n\nMoongate-Skip: lint because\n\nThat was all.'

it "a policy forbids all of them, and its locks hold"
  start
  write ../no.toml '[policy]\nallow_skip = false\n'
  write ../lock.toml '[checks."lint/trailing-whitespace"]\nlevel = "error"\nlocked = true\n'
  for message in "feat: a [skip moongate]" $'feat: a\n\nMoongate-Skip: lint because'; do
    MOONGATE_POLICY=$PWD/../no.toml checked "$message"
    expect_exit 1
    expect_out "does not count: the policy forbids it"
    MOONGATE_POLICY=$PWD/../lock.toml checked "$message"
    expect_exit 1
    expect_out "lock.toml:3"
  done
  checked $'feat: a\n\nMoongate-Skip: lint because'
  run moongate check --range HEAD~1..HEAD --config-from HEAD~1
  expect_exit 1
  expect_out "does not count: this change is judged by the rules of another commit"

finish
