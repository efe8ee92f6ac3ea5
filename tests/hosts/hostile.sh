#!/usr/bin/env bash
# What untrusted contributors write - paths, contents, messages, names, branches, titles - as no host acts on it. One
# change holds all of it; each output is read by a parser.
. "$(dirname "$0")/../lib.sh"
. "$SOURCE_DIR/tests/npm.bash"
. "$SOURCE_DIR/tests/hosts/events.bash"
npm_modules "$SOURCE_DIR/tests/hosts" host-validators || { echo "0 passed, 1 failed"; exit 1; }
bidi=$(printf '\u202e\u2066\u200f') controls=$(printf '\033[31m\033]0;title\007\010\r')
commands='::error file=x::pwned ##[error]pwned ##vso[task.complete]x ##teamcity[x] ::stop-commands::x ::add-mask::a'
markup='</td></tr></table><script>alert(1)</script><img src=x onerror=1> [a](http://evil.example) ![b](http://evil.example/p.png) @everyone #1 GH-2 www.evil.example --> ]]> &amp; `x` |y| **z** <!-- q'
# Nothing of it may act where a line begins, either.
evil="$commands $markup $bidi$controls
::error::on a line of its own
##[error]too
 ::warning::with a blank before
%0A::notice::escaped"
evil_path="a $bidi$(printf '\033')[1m <b>|\`x\` ##[error]p ]]> \"q\" 'r' & %0A,line=7::x
::error::in a path
.txt"
evil_branch="topic/<img>\`id\`\$(id)|&;\"'##$bidi%0A"

# Says again what it sees, in messages and help texts, as a team's check might.
hostile_server() {
  git init -q --bare server.git
  git init -q author && (
    cd author || exit 1
    write .moongate/checks/echo.lua '
return {
  api = 1,
  summary = "Says again what it sees",
  rules = { line = { summary = "a line" }, title = { summary = "a title" } },
  changed_file = function(file)
    file:report(file.text, { rule = "line", help = file.path .. file.text })
    for line in file:added_lines() do line:report(line.text, { rule = "line", help = line.text }) end
  end,
  commit = function(commit) commit:report(commit.author.name .. commit.subject .. commit.body) end,
  pull_request = function(pull) pull:report(pull.title .. pull.body .. pull.head .. pull.author, { rule = "title" }) end,
}
'
    write readme.txt 'hello\n'
    commit "feat: begin"
    git checkout -qb "$evil_branch"
    printf '%s \n' "$evil" >"$evil_path"
    mkdir "d$evil_path" && printf '%s\t\n' "$evil" >"d$evil_path/f"
    printf 'not UTF-8: \xff\xfe \n' >"$(printf 'bytes\xff\xfe')"
    git add -A
    GIT_AUTHOR_NAME="$(tr '\n<>' '  .' <<<"$evil")" git commit -qm "$evil"
    git push -q ../server.git main "$evil_branch" "$evil_branch:refs/pull/7/head"
  ) || exit 1
  base_sha=$(git -C author rev-parse main) head_sha=$(git -C author rev-parse HEAD)
  checkout "$head_sha" refs/pull/7/head
  payload '{pull_request: {number: 7, title: $evil, body: $evil, user: {login: $evil}, labels: [{name: $evil}],
    base: {ref: "main", sha: $base}, head: {ref: $branch, sha: $head}}}' \
    evil "$evil" base "$base_sha" head "$head_sha" branch "$evil_branch"
}
judge() { python3 "$SOURCE_DIR/tests/hosts/hostile.py" "$@"; }
judge_markdown() { NODE_PATH=$node_modules node "$SOURCE_DIR/tests/hosts/hostile-markdown.cjs" "$1"; }
# inert KIND FILE [EXPECTED]
inert() {
  local said
  said=$(if [ "$1" = markdown ]; then judge_markdown "$2"; else judge "$@"; fi 2>&1) || fail "$1 $2: $(head -c 1500 <<<"$said")"
}
streams() {
  cp "$SCRATCH/.out" out.txt && cp "$SCRATCH/.err" err.txt
  inert log out.txt "${1:-0}"
  inert log err.txt 0
}

it "the judges do find what acts"
  printf 'x\n ::error::y\n' >a && ! judge log a 0 >/dev/null || fail "a command"
  printf 'x ##[error]y\n' >a && ! judge log a 0 >/dev/null || fail "an old command"
  printf 'x\r::error::y\n' >a && ! judge log a 0 >/dev/null || fail "a carriage return"
  printf 'x \033[1m\n' >a && ! judge log a 0 >/dev/null || fail "an escape"
  printf '{"path":"\xe2\x80\xae"}' >a && ! judge json a >/dev/null || fail "bidi"
  printf '<testsuite><script/></testsuite>' >a && ! judge xml a >/dev/null || fail "an element"
  printf 'exit=1\nevil=2\n' >a && ! judge outputs a >/dev/null || fail "an output"
  for text in '<b onclick=x>a</b>' '[a](http://b.example)' '@someone' '![a](b)' 'see #1'; do
    printf -- '<!-- moongate:report -->\n%s\n' "$text" >a
    ! judge_markdown a >/dev/null || fail "Markdown: $text"
  done

it "GitHub: log, annotations, summary, outputs and every report"
  hostile_server
  on_runner pull_request "$head_sha" INPUT_SARIF=../r.sarif INPUT_JSON=../r.json INPUT_JUNIT=../r.xml \
    INPUT_MARKDOWN=../r.md -- --format checkstyle=../c.xml --format gitlab=../g.json --format text=../t.txt
  expect_exit 1
  streams 13 # ten errors, and three names that some system cannot have
  expect_out "annotated are 10 of"
  inert log t.txt 0
  inert markdown "$runner_files/summary"
  inert markdown r.md
  inert outputs "$runner_files/output"
  for file in r.sarif r.json g.json; do inert json $file; done
  for file in r.xml c.xml; do inert xml $file; done
  # Nothing was lost either: both hostile files are there.
  expect_same "files with findings" 3 "$(jq '[.findings[].path | select(. != null)] | unique | length' r.json)"
  on_runner pull_request "$head_sha" -- --explain
  expect_exit 0
  streams

it "GitHub: errors that quote what an untrusted contributor wrote"
  hostile_server
  (cd author && printf '[checks."%s"]\nlevel = "off"\n' "$(tr '\n"\\\r\033\007\010' '      ' <<<"$commands")" >moongate.toml &&
    printf 'error("::error::from a check\\n##[error]x\\r::error::y")\n' >.moongate/checks/throws.lua &&
    git add -A && git commit -qm "feat: more" && git push -q ../server.git HEAD:refs/pull/7/head)
  head_sha=$(git -C author rev-parse HEAD)
  checkout "$head_sha" refs/pull/7/head
  jq --arg head "$head_sha" '.pull_request.head.sha = $head' payload.json >p && mv p payload.json
  on_runner pull_request "$head_sha"
  expect_exit 2
  cp "$SCRATCH/.err" err.txt && inert log err.txt 0
  cp "$SCRATCH/.out" out.txt && inert log out.txt "$(grep -c '^::error' out.txt)"
  inert markdown "$runner_files/summary"
  jq '.pull_request.head.sha = "::error::x\n##[error]y"' payload.json >p && mv p payload.json
  on_runner pull_request "$head_sha"
  expect_exit 2
  streams 1
  inert markdown "$runner_files/summary"

it "Jenkins and GitLab: environment, log and reports"
  hostile_server
  run env -C workspace JENKINS_URL=x CHANGE_ID=7 CHANGE_TARGET=main CHANGE_TITLE="$evil" CHANGE_AUTHOR="$evil" \
    CHANGE_BRANCH="$evil_branch" BRANCH_NAME=PR-7 moongate ci --format text --format sarif=../r.sarif --format junit=../r.xml
  expect_exit 1
  streams
  inert json r.sarif
  inert xml r.xml
  run env -C workspace GITLAB_CI=true CI_PIPELINE_SOURCE=merge_request_event CI_MERGE_REQUEST_IID=7 \
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main CI_MERGE_REQUEST_TITLE="$evil" CI_MERGE_REQUEST_DESCRIPTION="$evil" \
    CI_MERGE_REQUEST_SOURCE_BRANCH_NAME="$evil_branch" CI_MERGE_REQUEST_LABELS="$evil" CI_COMMIT_SHA="$head_sha" \
    moongate ci --format text --format gitlab=../g.json --format junit=../r.xml
  expect_exit 1
  streams
  inert json g.json
  inert xml r.xml
  run env -C workspace JENKINS_URL=x CHANGE_ID=7 CHANGE_TARGET="$evil" moongate ci
  expect_exit 3
  streams
  run env -C workspace GITLAB_CI=true CI_PIPELINE_SOURCE="$evil" CI_COMMIT_TAG="$evil" CI_COMMIT_SHA="$head_sha" moongate ci --explain
  expect_exit 0
  streams

it "hooks: what a push of it prints"
  hostile_server
  git clone -q server.git clone && cd clone
  git fetch -q origin refs/pull/7/head && git checkout -qb "$evil_branch" FETCH_HEAD
  git init -q --bare ../other.git && git -C . push -q ../other.git "$base_sha:refs/heads/main"
  git remote add other ../other.git && git fetch -q other
  # The branch is one of origin's, too, whose commits are left out by default.
  git update-ref -d "refs/remotes/origin/$evil_branch"
  moongate install >/dev/null
  run git push other HEAD
  expect_exit 1
  streams

finish
