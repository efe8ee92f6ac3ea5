#!/usr/bin/env bash
# Payloads that GitHub publishes as examples, of every event it has: each leads to a decision or to an
# error with its help, and never to a run that passes without having checked anything.
. "$(dirname "$0")/../lib.sh"
. "$SOURCE_DIR/tests/npm.bash"
. "$SOURCE_DIR/tests/hosts/events.bash"
npm_modules "$SOURCE_DIR/tests/hosts" host-validators || { echo "0 passed, 1 failed"; exit 1; }
examples=$node_modules/@octokit/webhooks-examples/api.github.com/index.json

# The tree has a finding: whoever checks it cannot pass.
it "decides, or says what is missing, for every example"
  repository workspace && (cd workspace && write bad.txt 'bad \n' && commit "feat: a bad file")
  sha=$(git -C workspace rev-parse HEAD)
  count=$(jq '[.[].examples[]] | length' "$examples")
  [ "$count" -gt 300 ] || fail "only $count examples"
  declare -A decided
  while IFS=$'\t' read -r event text; do
    printf '%s' "$text" >payload.json
    on_runner "$event" "$sha" -- --fail-on note
    decided[$status]=$((${decided[$status]:-0} + 1))
    case $status in
      1) expect_err "everything" && expect_out "bad.txt" ;;
      2 | 3)
        case $event in
          push | pull_request* | merge_group) ;;
          *) fail "$event: exit $status" ;;
        esac
        [ "$(wc -l <<<"$err")" -ge 2 ] || fail "$event: an error without a help"
        ;;
      *) fail "$event: exit $status" ;;
    esac
  done < <(jq -r '.[] | .name as $name | .examples[] | [$name, tojson] | join("\t")' "$examples")
  for code in "${!decided[@]}"; do echo "exit $code: ${decided[$code]} of $count examples"; done

it "finds the change that an example is about, once its commits are here"
  github_server && checkout "$merge_sha" refs/pull/7/merge
  jq '[.[] | select(.name == "pull_request").examples[]][0]' "$examples" |
    jq --arg base "$base_sha" --arg head "$head_sha" '.pull_request.base.sha = $base | .pull_request.head.sha = $head' >payload.json
  on_runner pull_request "$merge_sha" -- --format json
  expect_exit 1
  expect_json '[.findings[] | select(.path != null).path] | unique | join(" ")' added.txt
  jq '[.[] | select(.name == "push").examples[] | select(.deleted == false and (.ref | startswith("refs/heads/")))][0]' "$examples" |
    jq --arg before "$base_sha" --arg after "$head_sha" '.before = $before | .after = $after' >payload.json
  on_runner push "$head_sha" -- --format json
  expect_exit 1
  expect_json '.change.commits' 2
  jq '[.[] | select(.name == "merge_group").examples[]][0]' "$examples" |
    jq --arg base "$main_sha" --arg head "$merge_sha" '.merge_group.base_sha = $base | .merge_group.head_sha = $head' >payload.json
  on_runner merge_group "$merge_sha" -- --format json
  expect_exit 1
  expect_json '[.findings[] | select(.path != null).path] | unique | join(" ")' added.txt

it "survives payloads in which a part is something else"
  github_server && checkout "$merge_sha" refs/pull/7/merge
  pull_request_payload && cp payload.json whole.json
  for path in .pull_request .pull_request.base .pull_request.head .pull_request.base.sha .pull_request.head.sha; do
    for value in null 7 '"x"' '[]' '{}' true; do
      jq "$path = $value" whole.json >payload.json
      on_runner pull_request "$merge_sha"
      expect_exit 2
      expect_err "payload"
    done
  done
  for path in .pull_request.title .pull_request.labels .pull_request.user .pull_request.number .pull_request.draft .repository .pull_request.base.ref; do
    for value in null 7 '"x"' '[]' '[null]' '{}'; do
      jq "$path = $value" whole.json >payload.json
      on_runner pull_request "$merge_sha" -- --format json
      expect_exit 1
      expect_json '[.findings[] | select(.path != null).path] | unique | join(" ")' added.txt
    done
  done
  for text in '' '[' '[]' 'null' '{}' "$(printf '\xff\xfe')"; do
    printf '%s' "$text" >payload.json
    on_runner pull_request "$merge_sha"
    expect_exit 2
  done
  rm payload.json
  on_runner pull_request "$merge_sha"
  expect_exit 2
  expect_err "GITHUB_EVENT_PATH"

finish
