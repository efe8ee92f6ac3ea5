#!/usr/bin/env bash
# Every other event that GitHub runs a workflow for: pushes of all kinds, tags, releases, the merge
# queue, and events that are about no change.
. "$(dirname "$0")/../lib.sh"
. "$SOURCE_DIR/tests/hosts/events.bash"
zero=0000000000000000000000000000000000000000
paths='[.findings[] | select(.path != null).path] | unique | join(" ")'
push_payload() {  # REF BEFORE AFTER [FORCED]
  payload '{ref: $ref, before: $before, after: $after, created: ($before | startswith("0000")),
    deleted: ($after | startswith("0000")), forced: ($forced == "true"), commits: []}' \
    ref "$1" before "$2" after "$3" forced "${4:-false}"
}

it "a push: from the commit before it"
  github_server && checkout "$main_sha" refs/heads/main && push_payload refs/heads/main "$base_sha" "$main_sha"
  on_runner push "$main_sha" -- --format json --fail-on note
  expect_exit 1
  expect_json "$paths" moved.txt
  expect_json .change.commits 1
  expect_json .change.why "push to main"

it "a new branch: from where it left the default branch"
  github_server && checkout "$head_sha" refs/heads/topic && push_payload refs/heads/topic $zero "$head_sha"
  on_runner push "$head_sha" -- --format json --fail-on note
  expect_exit 1
  expect_json "$paths" added.txt
  expect_json .change.commits 2
  expect_json .change.why "what topic adds to main"

it "a new branch without commits of its own: nothing"
  github_server && git -C server.git update-ref refs/heads/same "$main_sha"
  checkout "$main_sha" refs/heads/same && push_payload refs/heads/same $zero "$main_sha"
  on_runner push "$main_sha" -- --format json --fail-on note
  expect_exit 0
  expect_json .change.files 0

it "the first push of the default branch: everything"
  github_server && checkout "$main_sha" refs/heads/main && push_payload refs/heads/main $zero "$main_sha"
  on_runner push "$main_sha" -- --format json --fail-on note
  expect_exit 1
  expect_json .change.kind tree
  expect_json "$paths" "moved.txt untouched.txt"

it "a forced push: from where old and new parted, or as a new branch where the old is gone"
  github_server
  old_sha=$head_sha
  (cd author && git checkout -q topic && git reset -q --hard HEAD~1 && write more.txt 'worse \n' && commit "feat: instead")
  new_sha=$(git -C author rev-parse topic)
  git -C author push -q --force ../server.git topic
  git -C server.git update-ref refs/heads/backup "$old_sha"
  checkout "$new_sha" refs/heads/topic && push_payload refs/heads/topic "$old_sha" "$new_sha" true
  on_runner push "$new_sha" -- --format json --fail-on note
  expect_exit 1
  expect_json "$paths" more.txt
  git -C server.git update-ref -d refs/heads/backup
  git -C server.git update-ref -d refs/pull/7/head && git -C server.git update-ref -d refs/pull/7/merge
  checkout "$new_sha" refs/heads/topic
  on_runner push "$new_sha" -- --format json --fail-on note
  expect_exit 1
  expect_json "$paths" "added.txt more.txt"
  on_runner push "$new_sha" -- --explain
  expect_out "the push was forced, and the commit before it is not here"

it "a tag, also an annotated one: everything in it"
  github_server
  git -C author tag -a -m "release" v1 "$main_sha" && git -C author push -q ../server.git v1
  tag_sha=$(git -C author rev-parse v1)
  checkout "$main_sha" refs/tags/v1 && push_payload refs/tags/v1 $zero "$tag_sha"
  on_runner push "$main_sha" -- --format json --fail-on note
  expect_exit 1
  expect_json .change.kind tree
  expect_json .change.why "everything in v1"
  expect_json "$paths" "moved.txt untouched.txt"
  payload '{action: "published", release: {tag_name: "v1", target_commitish: "main"}}'
  on_runner release "$main_sha" -- --format json --fail-on note
  expect_exit 1
  expect_json .change.why "everything, on release"
  expect_json "$paths" "moved.txt untouched.txt"

it "a deletion: said, not passed"
  github_server && checkout "$main_sha" refs/heads/main && push_payload refs/heads/topic "$head_sha" $zero
  on_runner push "$main_sha"
  expect_exit 2
  expect_err "deleted refs/heads/topic"

it "the merge queue: from its base to its head"
  github_server && checkout "$merge_sha" refs/heads/gh-readonly-queue/main/pr-7
  payload '{action: "checks_requested", merge_group: {head_sha: $head, base_sha: $base, base_ref: "refs/heads/main",
    head_ref: "refs/heads/gh-readonly-queue/main/pr-7"}}' head "$merge_sha" base "$main_sha"
  on_runner merge_group "$merge_sha" -- --format json --fail-on note
  expect_exit 1
  expect_json "$paths" added.txt
  expect_json .change.commits 3
  expect_json .change.why "merge queue into main"

it "events about no change: everything, with no payload to speak of"
  github_server && checkout "$main_sha" refs/heads/main
  for event in workflow_dispatch schedule repository_dispatch issue_comment page_build something_new; do
    echo '{}' >payload.json
    on_runner $event "$main_sha" -- --format json --fail-on note
    expect_exit 1
    expect_json .change.why "everything, on $event"
    expect_json "$paths" "moved.txt untouched.txt"
  done

it "a run about another range, by generic variables, shown as GitHub shows things"
  github_server && checkout "$head_sha" refs/heads/topic && echo '{}' >payload.json
  on_runner workflow_dispatch "$head_sha" MOONGATE_BASE=origin/main
  expect_exit 1
  expect_out "::error file=added.txt"
  expect_no_out "untouched.txt"

it "shallow clones: an error with the help, or --fetch"
  github_server
  checkout "$main_sha" refs/heads/main --depth=1 && push_payload refs/heads/main "$base_sha" "$main_sha"
  on_runner push "$main_sha"
  expect_exit 3
  expect_err "fetch-depth: 0"
  on_runner push "$main_sha" -- --fetch --format json
  expect_exit 1
  expect_json "$paths" moved.txt
  checkout "$head_sha" refs/heads/topic --depth=1 && push_payload refs/heads/topic $zero "$head_sha"
  on_runner push "$head_sha"
  expect_exit 3
  expect_err "fetch-depth: 0"
  on_runner push "$head_sha" -- --fetch --format json
  expect_exit 1
  expect_json "$paths" added.txt
  checkout "$merge_sha" refs/heads/gh-readonly-queue/main/pr-7 --depth=1
  payload '{merge_group: {head_sha: $head, base_sha: $base, base_ref: "refs/heads/main"}}' head "$merge_sha" base "$main_sha"
  on_runner merge_group "$merge_sha"
  expect_exit 3
  expect_err "fetch-depth: 0"
  on_runner merge_group "$merge_sha" -- --fetch --format json
  expect_exit 1
  expect_json "$paths" added.txt

it "a shallow clone is enough for a whole tree"
  github_server && checkout "$main_sha" refs/heads/main --depth=1 && echo '{}' >payload.json
  on_runner schedule "$main_sha" -- --format json --fail-on note
  expect_exit 1
  expect_json "$paths" "moved.txt untouched.txt"

it "another commit checked out (\`ref:\`): a push is still the event's, a whole tree is what is there"
  github_server && checkout "$head_sha" refs/heads/topic && push_payload refs/heads/main "$base_sha" "$main_sha"
  on_runner push "$main_sha" -- --format json --fail-on note
  expect_exit 1
  expect_json "$paths" moved.txt
  echo '{}' >payload.json
  for event in schedule workflow_run issue_comment; do
    on_runner $event "$main_sha" -- --format json --fail-on note
    expect_exit 1
    expect_json "$paths" "added.txt untouched.txt"
    expect_json .change.head "$head_sha"
  done
  checkout "$head_sha" refs/heads/topic --depth=1
  on_runner issue_comment "$main_sha" -- --format json --fail-on note
  expect_json "$paths" "added.txt untouched.txt"

it "depth 2 is enough for a push of one commit, and not for more"
  github_server && checkout "$main_sha" refs/heads/main --depth=2 && push_payload refs/heads/main "$base_sha" "$main_sha"
  on_runner push "$main_sha" -- --format json --fail-on note
  expect_exit 1
  expect_json "$paths" moved.txt
  expect_json .change.commits 1
  checkout "$head_sha" refs/heads/topic --depth=2 && push_payload refs/heads/topic "$base_sha" "$head_sha"
  on_runner push "$head_sha"
  expect_exit 3
  expect_err "fetch-depth: 0"

it "without GITHUB_SHA: the payload's commit, or what is checked out"
  github_server && checkout "$main_sha" refs/heads/main && push_payload refs/heads/main "$base_sha" "$main_sha"
  on_runner push '' -- --format json --fail-on note
  expect_json "$paths" moved.txt
  git -C author tag -a -m "release" v1 "$base_sha" && git -C author push -q ../server.git v1
  checkout "$base_sha" refs/tags/v1 && push_payload refs/tags/v1 $zero "$(git -C author rev-parse v1)"
  on_runner push '' -- --format json --fail-on note
  expect_exit 1
  expect_json "$paths" untouched.txt
  echo '{}' >payload.json
  on_runner release '' -- --format json --fail-on note
  expect_json "$paths" untouched.txt

it "credentials that the checkout left in the clone: not needed, and not shown"
  github_server && checkout "$main_sha" refs/heads/main && push_payload refs/heads/main "$base_sha" "$main_sha"
  credential=$(printf 'x-access-token:%s%s' ghs_ n8Kd02LqPz71VbXcR4sTyU6wEaGh3JmF9iOo | base64 -w0)
  write credentials "[http \"https://github.com/\"]\n\textraheader = AUTHORIZATION: basic $credential\n"
  git -C workspace config http.https://github.com/.extraheader "AUTHORIZATION: basic $credential"
  git -C workspace config "includeIf.gitdir:$PWD/workspace/.git.path" "$PWD/credentials"
  git -C workspace config "includeIf.gitdir:/github/workspace/.git.path" /github/runner_temp/git-credentials.config
  on_runner push "$main_sha" -- --format json --fail-on note
  expect_exit 1
  expect_json "$paths" moved.txt
  checkout "$main_sha" refs/heads/main --depth=1
  git -C workspace config http.https://github.com/.extraheader "AUTHORIZATION: basic $credential"
  git -C workspace remote set-url origin "https://x-access-token:${credential}@127.0.0.1:1/o/r.git"
  on_runner push "$main_sha" -- --fetch
  expect_exit 3
  expect_err "fetch"
  expect_none "$credential"

it "what nobody can decide is told everywhere: log, annotation, files, outputs"
  github_server && checkout "$main_sha" refs/heads/main && payload '{ref: "refs/heads/main"}'
  on_runner push "$main_sha" INPUT_SARIF=report.sarif INPUT_JSON=report.json INPUT_MARKDOWN=report.md
  expect_exit 2
  expect_out "::error"
  expect_out "the event's payload has no after"
  expect_err "the event's payload has no after"
  expect_same "the output exit" exit=2 "$(head -n 1 "$runner_files/output")"
  grep -q 'payload has no after' "$runner_files/summary" || fail "the summary does not tell"
  grep -q 'payload has no after' workspace/report.md || fail "the Markdown report does not tell"
  expect_same "the report" "2 usage" "$(jq -r '"\(.summary.exit) \(.problems[0].kind)"' workspace/report.json)"
  expect_same "SARIF" false "$(jq '.runs[0].invocations[0].executionSuccessful' workspace/report.sarif)"
  on_runner push "$main_sha" -- --explain
  expect_exit 2
  expect_out "GitHub Actions, event push"
  expect_err "the event's payload has no after"
  # Who knows better can say so.
  on_runner push "$main_sha" MOONGATE_BASE="$base_sha" -- --format json --fail-on note
  expect_exit 1
  expect_json "$paths" moved.txt

it "whatever is wrong with an input, the directory or the command line is told there, too"
  github_server && checkout "$main_sha" refs/heads/main && payload '{}'
  # told_everywhere EXIT MESSAGE
  told_everywhere() {
    expect_exit "$1"
    expect_out "::error"
    expect_out "$2"
    expect_err "$2"
    expect_same "the output exit" "exit=$1" "$(head -n 1 "$runner_files/output" 2>&1)"
    grep -qF -- "$2" "$runner_files/summary" || fail "the summary does not tell: $2"
  }
  for input in "INPUT_FAIL-ON=sometimes|--fail-on: unknown level" "INPUT_FETCH=yes|--fetch: 'yes' is neither" \
    "INPUT_SHARD=9|--shard: '9' is not I/N" "INPUT_MARKDOWN=report.json|two outputs would go to report.json"; do
    rm -f workspace/report.json
    on_runner workflow_dispatch "$main_sha" INPUT_JSON=report.json "${input%%|*}"
    told_everywhere 2 "${input##*|}"
    expect_same "the report" 2 "$(jq .summary.exit workspace/report.json)"
  done
  on_runner workflow_dispatch "$main_sha" INPUT_JSON=report.json -- --bogus
  told_everywhere 2 "moongate ci has no option '--bogus'"
  expect_same "the report" 2 "$(jq .summary.exit workspace/report.json)"
  on_runner pull_request_target "$main_sha" INPUT_JSON=report.json MOONGATE_BASE="$base_sha"
  told_everywhere 2 "the event's payload has no"
  on_runner workflow_dispatch "$main_sha" INPUT_SARIF=nowhere/x.sarif INPUT_JSON=report.json
  told_everywhere 2 "cannot write the report"
  expect_same "the report" 2 "$(jq .summary.exit workspace/report.json)"
  rm -rf workspace && mkdir workspace
  on_runner push "$main_sha" INPUT_JSON=report.json
  told_everywhere 3 "repository"
  expect_same "the report" 3 "$(jq .summary.exit workspace/report.json)"

it "annotations: changed lines first, also where a commit between brought more"
  git init -q --bare server.git && git init -q author
  (
    cd author && repository . && git push -q ../server.git main && git checkout -qb topic
    for i in $(seq 12); do printf 'token = "ghp_%036d"\n' "$i"; done >aaa.txt
    commit "feat: many tokens"
    git rm -q aaa.txt && printf 'token = "ghp_%s"\n' 012345678901234567890123456789abcdEF >z.txt
    commit "feat: one token"
    git push -q ../server.git topic
  )
  checkout "$(git -C author rev-parse topic)" refs/heads/topic
  payload '{ref: "refs/heads/topic", before: $before, after: $after}' \
    before "$(git -C author rev-parse main)" after "$(git -C author rev-parse topic)"
  on_runner push "$(git -C author rev-parse topic)"
  expect_exit 1
  expect_same "the first annotation" z.txt "$(sed -n '1s/^::error file=\([^,]*\),.*/\1/p' <<<"$out")"

it "Gitea tells no \`forced\`: a commit that is gone from a whole clone was rewritten"
  github_server
  old_sha=$head_sha
  (cd author && git checkout -q topic && git reset -q --hard HEAD~1 && write more.txt 'worse \n' && commit "feat: instead")
  new_sha=$(git -C author rev-parse topic)
  git -C author push -q --force ../server.git topic
  git -C server.git update-ref -d refs/pull/7/head && git -C server.git update-ref -d refs/pull/7/merge
  payload '{ref: "refs/heads/topic", before: $before, after: $after}' before "$old_sha" after "$new_sha"
  checkout "$new_sha" refs/heads/topic
  on_runner push "$new_sha" GITEA_ACTIONS=true -- --format json --fail-on note
  expect_exit 1
  expect_json "$paths" "added.txt more.txt"
  checkout "$new_sha" refs/heads/topic --depth=1
  on_runner push "$new_sha" GITEA_ACTIONS=true
  expect_exit 3
  expect_err "fetch-depth: 0"

it "Gitea and Forgejo: the same change, as text"
  github_pull_request
  for host in GITEA FORGEJO; do
    on_runner pull_request "$merge_sha" "${host}_ACTIONS=true"
    expect_exit 1
    expect_out "added.txt:1:15: trailing whitespace"
    expect_no_out "::error"
  done

it "what is no run: said, not guessed"
  github_pull_request
  run env -C workspace CI=true moongate ci
  expect_exit 2
  expect_err "MOONGATE_BASE"
  run env -C workspace GITHUB_ACTIONS=true moongate ci
  expect_exit 2
  expect_err "GITHUB_EVENT_NAME"

finish
