# The checks freeze and change-request as a team configures them.
. "$(dirname "$0")/../lib.sh"

topic() {
  repository
  git checkout -q -b topic
  write db/a.sql 'a\n' && write moongate.toml "$1" && git add -A && git commit -qm "feat: a"
}
check_at() { run moongate check --range main..topic --check freeze --now "$1" --format "${2:-text}"; }

it "is frozen at a time that the report shows"
  topic '[checks.freeze]\nlevel = "error"\ntimezone = "+09:00"\n[checks.freeze.windows.weekend]\nweekly = ["Fri 17:00 - Mon 08:00"]\npaths = ["db/"]\nreason = "wait"\n'
  check_at 2026-03-06T07:59:00Z
  expect_exit 0
  check_at 2026-03-06T08:00:00Z json
  expect_exit 1
  expect_json '[.change.now, (.findings[0] | .path, .rule, .message)]' \
    '[1772784000,"db/a.sql","frozen","frozen by `weekend` from 2026-03-06 17:00 to 2026-03-09 08:00 (+09:00); it is 2026-03-06 17:00"]'
  check_at 2026-03-08T23:00:00Z
  expect_exit 0

it "is off until it is configured, and looks at what is pushed, not at what is staged"
  topic ''
  run moongate check --range main..topic --now 2026-12-24
  expect_no_out freeze
  write moongate.toml '[checks.freeze]\nlevel = "error"\n[checks.freeze.windows.always]\nweekly = ["Mon - Sun"]\n' && git add -A
  run moongate check --staged
  expect_exit 0
  git commit -qm "feat: always"
  run moongate check --range main..topic
  expect_exit 1
  git commit -q --allow-empty -m "fix: it" -m "Freeze-Exception: the site is down"
  run moongate check --range main..topic
  expect_exit 0
  expect_no_out frozen

it "names a wrong time and where it stands"
  repository
  wrong() {
    write moongate.toml "[checks.freeze]\nlevel = \"error\"\n$1\n" && git add -A
    run moongate check --staged
    expect_exit 2
    expect_err "moongate.toml:$2"
    expect_err "$3"
  }
  wrong 'timezone = "Europe/Berlin"' "3: checks.freeze.timezone: 'Europe/Berlin' does not match" "names such as Europe/Berlin are not known"
  wrong '[checks.freeze.windows.w]\ntimezone = "+25:00"' "4: checks.freeze.windows.w.timezone" "fixed offset"
  wrong '[checks.freeze.windows.w]\nweekly = ["Sunday"]' "4: " "Times of each week"
  wrong '[checks.freeze.windows.w]\nweekly = ["Fri 25:00 - Mon 08:00"]' "4: " "Times of each week"
  wrong '[checks.freeze.windows.w]\ndates = ["24.12.2026"]' "4: " "Days and ranges"
  wrong '[checks.freeze.windows.w]\nwekly = []' "4: unknown key 'wekly'" "did you mean 'weekly'?"

it "names a day that no calendar has, whenever it runs"
  topic '[checks.freeze]\nlevel = "error"\n[checks.freeze.windows.w]\ndates = ["2026-02-30"]\n'
  check_at 2020-01-01
  expect_exit 2
  expect_err "windows.w.dates: \`2026-02-30\` is not a day of the calendar"

it "asks a pull request for its form"
  topic '[checks.change-request]\nlevel = "error"\ntitle = ["^feat: "]\n[checks.change-request.sections.Risk]\none_of = ["low", "high"]\n[checks.change-request.sections.Rollback]\npaths = ["db/"]\nhelp = "how?"\n'
  event() {
    jq -n --arg body "$1" --arg base "$(git rev-parse main)" --arg head "$(git rev-parse topic)" \
      '{number: 1, pull_request: {number: 1, title: "it", body: $body, user: {login: "ann"}, draft: false, labels: [], base: {ref: "main", sha: $base}, head: {ref: "topic", sha: $head}}}' >../event.json
    GITHUB_ACTIONS=true CI=true GITHUB_EVENT_NAME=pull_request GITHUB_EVENT_PATH=$PWD/../event.json GITHUB_REPOSITORY=a/b \
      GITHUB_SHA=$(git rev-parse topic) GITHUB_BASE_REF=main GITHUB_HEAD_REF=topic run moongate ci --check change-request --format text
  }
  event $'## Risk\nmedium\n'
  expect_exit 1
  expect_out "the title \`it\` matches none of: ^feat: "
  expect_out "the section \`Risk\` is none of low, high"
  expect_out "the section \`Rollback\` is missing"
  expect_out "help: how?"

it "names a form that is written wrongly"
  repository
  wrong() {
    write moongate.toml "[checks.change-request]\nlevel = \"error\"\n$1\n" && git add -A
    run moongate check --staged
    expect_exit 2
    expect_err "moongate.toml:$2"
  }
  wrong 'title = ["("]' "3: "
  wrong 'ticket = "x"' "3: checks.change-request.ticket must be a list"
  wrong '[checks.change-request.sections.Risk]\nperson = "yes"' "4: checks.change-request.sections.Risk.person must be"

finish
