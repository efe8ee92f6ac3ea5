# What is accepted until a day.
. "$(dirname "$0")/../lib.sh"

start() {
  repository
  write moongate.toml '[[ignore]]\ncheck = "lint/trailing-whitespace"\npaths = ["a.txt"]\nexpires = 2027-01-31\nreason = "soon"\n'
  write a.txt 'blank \n' && git add -A
}

it "an [[ignore]] accepts up to its last day, and is named once that is over"
  start
  run moongate check --now 2027-01-31T23:59:59Z
  expect_exit 0
  expect_out "1 suppressed"
  expect_none "expired"
  run moongate check --now 2027-02-01
  expect_exit 1
  expect_out "trailing whitespace"
  expect_out "expired: [[ignore]] of lint/trailing-whitespace expired on 2027-01-31 (moongate.toml:1)"
  run moongate check --now 2027-02-01 --format json
  expect_json '.change.now' 1801440000
  expect_json '.expired[0] | .path + ":" + (.line | tostring)' "moongate.toml:1"
  run moongate check --now 2027-02-01 --quiet
  expect_any "expired: "
  run moongate explain --config
  expect_out "expires = 2027-01-31"

it "a day in quotes is one, too; what is no day is refused with its place"
  start
  sed -i 's/expires = .*/expires = "2027-01-31"/' moongate.toml && git add -A
  run moongate check --now 2027-01-31
  expect_exit 0
  for wrong in '"2027-02-30"' '"soon"' 2027-01-31T10:00:00Z 20270131; do
    sed -i "s/expires = .*/expires = $wrong/" moongate.toml && git add -A
    run moongate check
    expect_exit 2
    expect_err "moongate.toml:4"
    expect_err "2027-01-31"
  done

it "entries of the baseline expire one by one"
  repository
  write a.txt 'blank \n' && write b.txt 'blank \n' && commit "feat: blanks"
  moongate baseline >/dev/null
  sed -i '/"a.txt"/s/, "count"/, "expires": "2027-01-31", "count"/' .moongate/baseline.json
  run moongate check --all --fail-on note --now 2027-01-31
  expect_exit 0
  expect_out "2 in the baseline"
  run moongate check --all --fail-on note --now 2027-02-01
  expect_exit 1
  expect_out "a.txt:1"
  expect_no_out "b.txt:1"
  expect_out "expired: 1 finding of the baseline expired on 2027-01-31 (.moongate/baseline.json)"
  sed -i 's/2027-01-31/2027-01-32/' .moongate/baseline.json
  run moongate check --all
  expect_exit 2
  expect_err "2027-01-32"

it "moongate baseline keeps the days of what still holds"
  repository
  write a.txt 'blank \n' && commit "feat: blank"
  moongate baseline >/dev/null
  sed -i 's/, "count"/, "expires": "9999-01-31", "count"/' .moongate/baseline.json
  write b.txt 'blank \n' && commit "feat: another"
  moongate baseline >/dev/null
  expect_same "days" 1 "$(grep -c 9999-01-31 .moongate/baseline.json)"
  sed -i 's/9999-01-31/2001-01-31/' .moongate/baseline.json
  moongate baseline >/dev/null
  expect_same "days" 0 "$(grep -c expires .moongate/baseline.json)"
  run moongate check --all
  expect_exit 0

it "a later day is a relaxation, an earlier one is none"
  start && commit "feat: accept"
  sed -i 's/expires = .*/expires = 2027-03-01/' moongate.toml && git add -A
  run moongate check --now 2027-01-01
  expect_out "[[ignore]] of lint/trailing-whitespace lasts longer"
  sed -i 's/expires = .*/expires = 2027-01-02/' moongate.toml && git add -A
  run moongate check --now 2027-01-01
  expect_none "this change relaxes"
  sed -i '/expires/d' moongate.toml && git add -A
  run moongate check --now 2027-01-01
  expect_out "lasts longer"

it "--now wants a time"
  repository
  run moongate check --now tomorrow
  expect_exit 2
  expect_err "--now: 'tomorrow' is not a time"

finish
