#!/usr/bin/env bash
# Pull requests on GitHub: the merge commit that is checked out, other checkouts, shallow clones, forks,
# and pull_request_target.
. "$(dirname "$0")/../lib.sh"
. "$SOURCE_DIR/tests/hosts/events.bash"
paths='[.findings[] | select(.path != null).path] | unique | join(" ")'
whole_pull_request() {
  expect_exit 1
  expect_json "$paths" added.txt
  expect_json .change.commits 2
  expect_json .change.kind range
  expect_json .change.why "pull request #7 into main"
}

it "takes the merge commit's first parent for the base: what main got since is not the pull request's"
  github_pull_request
  on_runner pull_request "$merge_sha" -- --format json
  whole_pull_request
  expect_json .change.base "$base_sha"
  expect_json .change.head "$head_sha"
  on_runner pull_request "$merge_sha" -- --explain
  expect_exit 0
  expect_out "HEAD merges the pull request into its base: its first parent is the base"
  expect_out "checks range from $main_sha to $head_sha"

it "says the same for every action"
  github_pull_request && cp payload.json whole.json
  for action in opened synchronize reopened edited closed labeled unlabeled assigned unassigned ready_for_review \
    converted_to_draft review_requested review_request_removed auto_merge_enabled auto_merge_disabled enqueued dequeued \
    locked unlocked milestoned demilestoned something_new; do
    jq --arg action $action --arg before "$base_sha" --arg after "$head_sha" '.action = $action |
      if $action == "synchronize" then .before = $before | .after = $after else . end |
      if $action == "labeled" then .label = {name: "big"} else . end |
      if $action == "edited" then .changes = {base: {ref: {from: "release"}, sha: {from: $after}}} else . end' whole.json >payload.json
    on_runner pull_request "$merge_sha" -- --format json
    whole_pull_request
  done
  for event in pull_request_review pull_request_review_comment; do
    jq '.review = {state: "approved"} | .action = "submitted"' whole.json >payload.json
    on_runner $event "$merge_sha" -- --format json
    whole_pull_request
  done

it "says the same once it is closed: merged, squashed or rebased"
  for way in merge squash rebase; do
    rm -rf author server.git
    github_server
    case $way in
      merge) git -C author checkout -q main && git -C author merge -q --no-ff -m "Merge pull request #7 from o/topic" topic ;;
      squash) git -C author checkout -q main && git -C author merge -q --squash topic >/dev/null && git -C author commit -qm "feat: add a file (#7)" ;;
      rebase) git -C author checkout -q --detach topic && git -C author rebase -q main && git -C author checkout -q -B main ;;
    esac
    git -C author push -q ../server.git main
    for sha in "$(git -C author rev-parse main)" "$merge_sha"; do
      checkout "$sha" refs/heads/main && pull_request_payload
      jq '.action = "closed" | .pull_request.merged = true' payload.json >closed.json && mv closed.json payload.json
      on_runner pull_request "$sha" -- --format json
      whole_pull_request
    done
  done

it "says the same where the head, not the merge, is checked out"
  github_server && checkout "$head_sha" refs/pull/7/head && pull_request_payload
  on_runner pull_request "$merge_sha" -- --format json
  whole_pull_request

it "does not take for the pull request's what it merged from a main newer than the payload's base"
  github_server
  git -C author checkout -q topic && git -C author merge -q -m "Merge main into topic" main
  git -C author push -q ../server.git topic:topic topic:refs/pull/7/head
  head_sha=$(git -C author rev-parse topic)
  checkout "$head_sha" refs/pull/7/head && pull_request_payload
  on_runner pull_request "$head_sha" -- --format json
  expect_exit 1
  expect_json "$paths" added.txt
  on_runner pull_request "$head_sha" -- --explain
  expect_out "from where the pull request left main"

it "annotates, sums up and tells outputs, with no token"
  github_pull_request
  on_runner pull_request "$merge_sha"
  expect_exit 1
  expect_out "::error file=added.txt,line=1,endLine=1,col=15,endColumn=15,title=lint/trailing-whitespace::"
  expect_same "outputs" "exit=1 errors=1 warnings=0 notes=0" "$(tr '\n' ' ' <"$runner_files/output" | sed 's/ $//')"
  grep -q 'added.txt:1:15' "$runner_files/summary" || fail "the summary does not name the place"
  expect_same "lines that say why" 1 "$(grep -c 'pull request #7 into main' <<<"$err")"

it "shows ten of a level, errors before the rest, tells how many there are, and fits what GitHub takes"
  github_server
  (cd author && git checkout -q topic && yes 'bad line ' | head -n 3000 >many.txt && yes '<<<<<<< x' | head -n 12 >>many.txt &&
    write moongate.toml '[checks."lint/trailing-whitespace"]\nlevel = "warning"\n[checks.conventional-commits]\nlevel = "note"\n' &&
    write .moongate/checks/long.lua 'return { api = 1, summary = "Says much", level = "note",
      changed_file = function(file) file:report(("long "):rep(2000)) end }\n' &&
    commit "feat: much" && git push -q ../server.git topic:refs/pull/7/head)
  head_sha=$(git -C author rev-parse topic)
  checkout "$head_sha" refs/pull/7/head && pull_request_payload
  on_runner pull_request "$head_sha"
  expect_exit 1
  expect_same "errors shown" 10 "$(grep -c '^::error ' <<<"$out")"
  expect_same "warnings shown" 10 "$(grep -c '^::warning ' <<<"$out")"
  expect_same "the first" "::error" "$(head -n 1 <<<"$out" | cut -c1-7)"
  expect_out "annotated are 10 of 12 errors, 10 of 3,001 warnings"
  expect_same "messages that GitHub would cut" 0 "$(grep '^::' <<<"$out" | awk 'length > 4300' | wc -l)"
  [ "$(stat -c %s "$runner_files/summary")" -le 65536 ] || fail "the summary is too large"
  grep -q 'more that this page has no room for' "$runner_files/summary" || fail "the summary was cut silently"
  expect_same "outputs" "exit=1 errors=12 warnings=3001" "$(head -n 3 "$runner_files/output" | tr '\n' ' ' | sed 's/ $//')"

it "goes on where the summary cannot be written"
  github_pull_request
  on_runner pull_request "$merge_sha" GITHUB_STEP_SUMMARY=/nowhere/summary GITHUB_OUTPUT=/nowhere/output
  expect_exit 1
  expect_err "cannot write the step's summary"
  expect_err "cannot write the step's outputs"

it "says what depth 2 needs, too"
  github_pull_request --depth=2
  on_runner pull_request "$merge_sha"
  expect_exit 3
  expect_err "fetch-depth: 0"

it "says what a shallow clone needs"
  github_pull_request --depth=1
  on_runner pull_request "$merge_sha"
  expect_exit 3
  expect_err "fetch-depth: 0"
  expect_out "::error"
  grep -q '^exit=3$' "$runner_files/output" || fail "the output exit is not 3"

it "fetches what a shallow clone lacks with --fetch, and nothing without"
  github_pull_request --depth=1
  before=$(cd workspace && snapshot)
  on_runner pull_request "$merge_sha"
  expect_same "the clone" "$before" "$(cd workspace && snapshot)"
  on_runner pull_request "$merge_sha" -- --fetch --format json
  whole_pull_request

it "says that fetching needs git where there is none"
  github_pull_request --depth=1
  cp -L "$MOONGATE" moongate-copy && mkdir empty
  run env -i -C workspace PATH="$PWD/empty" HOME="$PWD" GITHUB_ACTIONS=true GITHUB_EVENT_NAME=pull_request \
    GITHUB_EVENT_PATH="$PWD/payload.json" ../moongate-copy ci --fetch
  expect_exit 3
  expect_err "needs the git program"

it "checks a fork's pull request like any other"
  github_server && checkout "$merge_sha" refs/pull/7/merge
  pull_request_payload "feat: from a fork" "stranger/repo"
  git -C server.git update-ref -d refs/heads/topic
  on_runner pull_request "$merge_sha" -- --format json
  whole_pull_request

it "names what the pull request relaxes, and lets a policy refuse it"
  github_server
  (cd author && git checkout -q topic && write moongate.toml '[checks.lint]\nlevel = "off"\n' && commit "feat: no lint" &&
    git push -q ../server.git topic:refs/pull/7/head)
  head_sha=$(git -C author rev-parse topic)
  checkout "$head_sha" refs/pull/7/head && pull_request_payload
  on_runner pull_request "$head_sha" -- --format json
  expect_exit 0
  expect_json '.summary.relaxed > 0' true
  write policy.toml '[checks.lint]\nlevel = "error"\nlocked = true\n'
  on_runner pull_request "$head_sha" INPUT_POLICY="$PWD/policy.toml"
  expect_exit 2

it "judges pull_request_target by the base, and reads the head's blobs alone"
  github_server
  (cd author && git checkout -q topic && write moongate.toml '[checks.lint]\nlevel = "off"\n' &&
    write .moongate/checks/evil.lua 'error("this ran")\n' && commit "feat: no lint, and a check" &&
    git push -q ../server.git topic:refs/pull/7/head)
  head_sha=$(git -C author rev-parse topic)
  checkout "$main_sha" refs/heads/main
  pull_request_payload "feat: evil" stranger/repo
  on_runner pull_request_target "$main_sha"
  expect_exit 3
  expect_err "refs/pull/7/head"
  git -C workspace fetch -q origin refs/pull/7/head
  on_runner pull_request_target "$main_sha" -- --format json
  expect_exit 1
  expect_json "$paths" added.txt
  expect_none "this ran"
  expect_json '[.checks[].name] | index("evil")' null
  expect_same "the checkout" "list.txt moved.txt untouched.txt" "$(ls workspace | tr '\n' ' ' | sed 's/ $//')"
  on_runner pull_request_target "$main_sha" -- --explain
  expect_out "configuration from $base_sha"

it "lets no text of a pull request switch checks off in pull_request_target"
  github_server
  checkout "$main_sha" refs/heads/main
  for where in title body commit comment; do
    title="feat: add" message="feat: add" line='bad line \n'
    case $where in
      title) title="feat: add [skip moongate]" ;;
      commit) message="feat: add [skip moongate]" ;;
      comment) line='bad line  # moongate:ignore lint mine \n' ;;
    esac
    (cd author && git checkout -q topic && git reset -q --hard "$head_sha" && write added.txt "$line" && commit "$message" &&
      git push -qf ../server.git topic:refs/pull/7/head)
    old_head=$head_sha head_sha=$(git -C author rev-parse topic)
    git -C workspace fetch -qf origin refs/pull/7/head
    pull_request_payload "$title" stranger/repo
    [ "$where" != body ] || { jq '.pull_request.body = "please [skip moongate]"' payload.json >whole.json && mv whole.json payload.json; }
    on_runner pull_request_target "$main_sha" -- --format json
    expect_exit 1
    expect_json "$paths" added.txt
    case $where in
      comment) expect_json '[.findings[] | select(.rule == "unused-ignore")] | length' 1 ;;
      body) expect_json '.skip_markers // [] | length' 0 ;; # a body only speaks of markers
      *) expect_json '.skip_markers[0] | contains("does not count")' true ;;
    esac
    head_sha=$old_head
  done

it "does not take main's own for a stranger's in pull_request_target, when the payload's base is old"
  github_server
  git -C author checkout -q topic && git -C author merge -q -m "Merge main into topic" main
  git -C author push -q ../server.git topic:refs/pull/7/head
  head_sha=$(git -C author rev-parse topic)
  checkout "$main_sha" refs/heads/main && git -C workspace fetch -q origin refs/pull/7/head && pull_request_payload
  on_runner pull_request_target "$main_sha" -- --format json
  expect_exit 1
  expect_json "$paths" added.txt

it "does not judge by a stranger's rules where pull_request_target's payload is none"
  github_server && checkout "$main_sha" refs/heads/main && echo '{}' >payload.json
  on_runner pull_request_target "$main_sha" MOONGATE_BASE="$base_sha"
  expect_exit 2
  expect_err "payload has no pull_request"

it "fetches the head of pull_request_target with --fetch"
  github_server && checkout "$main_sha" refs/heads/main --depth=1 && pull_request_payload
  on_runner pull_request_target "$main_sha" -- --fetch --format json
  whole_pull_request

finish
