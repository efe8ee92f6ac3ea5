#!/usr/bin/env bash
# A branch that merged its target and is pushed again, and a criss-cross history: every host takes the
# same files, lines and bases for the change.
. "$(dirname "$0")/../lib.sh"
what='[.findings[] | select(.path != null) | "\(.path):\(.line)"] | unique | join(" ")'
zero=0000000000000000000000000000000000000000

# The same must be found by every host that is asked about TOPIC, which was pushed before as BEFORE.
# everywhere EXPECTED BASES BEFORE
everywhere() {
  local expected=$1 bases=$2 before=$3 head
  head=$(git rev-parse topic)
  also() {  # NAME COMMAND…
    local name=$1
    shift
    run "$@"
    expect_same "$name" "$expected" "$(jq -r "$what" <<<"$out")"
  }
  also "range" moongate check --range origin/main..topic --format json
  expect_json '.change.bases | length' "$bases"
  printf '{"ref":"refs/heads/topic","before":"%s","after":"%s","forced":false,"repository":{"default_branch":"main"},"commits":[]}' \
    "$before" "$head" >"$SCRATCH/push.json"
  printf '{"number":7,"pull_request":{"number":7,"title":"feat: it","base":{"ref":"main","sha":"%s"},"head":{"ref":"topic","sha":"%s"}}}' \
    "$(git merge-base origin/main topic)" "$head" >"$SCRATCH/pull.json"
  also "GitHub, push" env GITHUB_ACTIONS=true GITHUB_EVENT_NAME=push GITHUB_EVENT_PATH="$SCRATCH/push.json" \
    GITHUB_REF=refs/heads/topic GITHUB_SHA="$head" GITHUB_WORKSPACE="$PWD" moongate ci --format json
  also "GitHub, pull request" env GITHUB_ACTIONS=true GITHUB_EVENT_NAME=pull_request GITHUB_EVENT_PATH="$SCRATCH/pull.json" \
    GITHUB_REF=refs/pull/7/head GITHUB_SHA="$head" GITHUB_WORKSPACE="$PWD" moongate ci --format json
  also "GitLab, branch" env GITLAB_CI=true CI_PIPELINE_SOURCE=push CI_COMMIT_BRANCH=topic CI_DEFAULT_BRANCH=main \
    CI_COMMIT_BEFORE_SHA="$before" CI_COMMIT_SHA="$head" moongate ci --format json
  also "GitLab, merge request" env GITLAB_CI=true CI_PIPELINE_SOURCE=merge_request_event CI_MERGE_REQUEST_IID=7 \
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main CI_COMMIT_SHA="$head" CI_COMMIT_BEFORE_SHA=$zero moongate ci --format json
  git checkout -q --detach topic
  also "Jenkins, change" env JENKINS_URL=http://j/ BRANCH_NAME=PR-7 CHANGE_ID=7 CHANGE_TARGET=main moongate ci --format json
  also "Jenkins, branch" env JENKINS_URL=http://j/ BRANCH_NAME=topic GIT_COMMIT="$head" MOONGATE_DEFAULT_BRANCH=main \
    GIT_PREVIOUS_SUCCESSFUL_COMMIT="$before" moongate ci --format json
  git checkout -q topic
  last_command="push hook" out=$(printf 'refs/heads/topic %s refs/heads/topic %s\n' "$head" "$before" |
    moongate hook pre-push origin --format json 2>/dev/null)
  expect_same "pre-push" "$expected" "$(jq -r "$what" <<<"$out")"
}
server() {
  git init -q --bare ../server.git && git remote add origin "file://$(cd .. && pwd)/server.git"
  git push -q origin main
}

it "a branch that merged its target and is pushed again"
  mkdir r && cd r && repository && write list.txt 'one\ntwo\nthree\n' && commit "feat: begin" && server
  git checkout -qb topic && write topic.txt 't\n' && commit "feat: topic" && git push -q origin topic
  before=$(git rev-parse topic)
  git checkout -q main && write sin.txt 'bad of main \n' && write list.txt 'one\nbad of main \nthree\n' && commit "feat: main" && git push -q origin main
  git checkout -q topic && write list.txt 'one\ntwo\nthree\nfour\n' && commit "feat: list"
  git merge -q --no-edit main >/dev/null
  write more.txt 'more\nbad of topic \n' && write sin.txt 'bad of main \nbad of topic \n' && commit "feat: more"
  everywhere "more.txt:2 sin.txt:2" 2 "$before"

it "a criss-cross history: two merge bases"
  mkdir r && cd r && repository && write a.txt 'a\n' && write b.txt 'b\n' && commit "feat: begin" && server
  git checkout -qb topic && write a.txt 'a\nbad a \n' && commit "feat: a" && git push -q origin topic && a=$(git rev-parse topic)
  git checkout -q main && write b.txt 'b\nbad b \n' && commit "feat: b" && b=$(git rev-parse main)
  git merge -q --no-edit "$a" >/dev/null && git push -q origin main
  git checkout -q topic && git merge -q --no-edit "$b" >/dev/null && git push -q origin topic && before=$(git rev-parse topic)
  git checkout -q main && write c.txt 'bad c \n' && commit "feat: c" && git push -q origin main
  git checkout -q topic && write a.txt 'a\nbad a \nworse a \n' && write b.txt 'b\nbad b \n' && commit "feat: worse"
  run git merge-base --all origin/main topic
  expect_same "merge bases" 2 "$(wc -l <<<"$out")"
  run moongate check --range origin/main..topic --format json
  expect_json "$what" "a.txt:3"
  expect_json '.change.bases | length' 2
  everywhere "a.txt:3" 2 "$before"

finish
