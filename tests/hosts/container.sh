#!/usr/bin/env bash
# The container for real: built from the Dockerfile, run as GitHub's runner runs a container action.
. "$(dirname "$0")/../lib.sh"
. "$SOURCE_DIR/tests/hosts/events.bash"
container=$SOURCE_DIR/tests/hosts/container
store=$SCRATCH/store
trap '"$container" remove "$store"; chmod -R u+w "$SCRATCH" 2>/dev/null; rm -rf "$SCRATCH"' EXIT

# action EVENT [NAME=VALUE…] [-- PODMAN-ARGS…]: on the directory `workspace`, with `payload.json`.
action() {
  rm -rf temp && mkdir -p temp/_github_workflow && cp payload.json temp/_github_workflow/event.json
  run "$container" action "$store" "$PWD/workspace" "$PWD/temp" "$@"
}
output_of() { sed -n "s/^$1=//p" temp/_runner_file_commands/set_output; }

it "builds, small, and the same twice"
  export SOURCE_DATE_EPOCH=1700000000
  run "$container" build "$store"
  expect_exit 0
  first=$out layers=$("$container" layers "$store")
  expect_same "layers" 1 "$(wc -l <<<"$layers")"
  [ "${layers%% *}" -le 20971520 ] || fail "the image takes ${layers%% *} bytes, compressed"
  echo "image: ${layers%% *} bytes compressed, $(stat -Lc %s "$MOONGATE") unpacked"
  run "$container" build "$SCRATCH/second"
  expect_same "the image's id" "$first" "$out"
  expect_same "its layer" "$layers" "$("$container" layers "$SCRATCH/second")"
  "$container" remove "$SCRATCH/second"

it "holds the program and nothing else"
  run "$container" run "$store" --network=none moongate:test --version
  expect_exit 0
  expect_out "moongate "
  run "$container" run "$store" --network=none --entrypoint /bin/sh moongate:test -c true
  expect_exit 127

it "checks a pull request as GitHub's runner starts it: someone else's workspace, no network"
  github_pull_request
  chown -R 1001:1001 workspace
  action pull_request -- --network=none
  expect_exit 1
  expect_out "::error file=added.txt,line=1,endLine=1,col=15"
  expect_no_out "untouched.txt"
  expect_err "pull request #7 into main"
  expect_same "the output exit" 1 "$(output_of exit)"
  expect_same "the output errors" 1 "$(output_of errors)"
  expect_same "the summary" 1 "$(grep -c 'added.txt' temp/_runner_file_commands/step_summary)"

it "writes nothing but its reports: a read-only image and workspace"
  github_pull_request
  before=$(cd workspace && snapshot)
  action pull_request -- --network=none --read-only --cap-drop=all
  expect_exit 1
  expect_same "the workspace" "$before" "$(cd workspace && snapshot)"
  # Without write access to the workspace either, as with `-v …:ro` in other systems.
  run "$container" run "$store" --network=none --read-only -v "$PWD/workspace:/work:ro" -w /work \
    moongate:test check --range origin/main..HEAD --format json
  expect_exit 1
  expect_json '[.findings[].path] | join(" ")' added.txt

it "works as an ordinary user, too"
  github_pull_request
  chown -R 1001:1001 workspace
  run "$container" run "$store" --network=none --user 2000:2000 -v "$PWD/workspace:/work:ro" -w /work \
    moongate:test check --range origin/main..HEAD --format json
  expect_exit 1
  expect_json '[.findings[].path] | join(" ")' added.txt

it "gets the action's inputs, hyphens and all"
  github_pull_request
  action pull_request 'INPUT_FAIL-ON=never' 'INPUT_INCLUDE-EXISTING=true' INPUT_FETCH=false INPUT_CHECK= \
    INPUT_SARIF=moongate.sarif INPUT_MARKDOWN=comment.md INPUT_JSON=report.json INPUT_JUNIT=junit.xml \
    -- --network=none
  expect_exit 0
  expect_out "::error file=added.txt"
  expect_same "SARIF" added.txt \
    "$(jq -r '.runs[0].results[].locations[].physicalLocation.artifactLocation.uri' workspace/moongate.sarif | sort -u)"
  expect_same "the report's exit" 0 "$(jq .summary.exit workspace/report.json)"
  expect_file workspace/junit.xml
  expect_same "the comment's mark" "<!-- moongate:report -->" "$(head -n 1 workspace/comment.md)"
  action pull_request 'INPUT_FAIL-ON=sometimes' -- --network=none
  expect_exit 2
  expect_err "--fail-on"

it "says what a shallow clone needs, also with fetch, as there is no git in the image"
  github_pull_request --depth=1
  action pull_request -- --network=none
  expect_exit 3
  expect_any "fetch-depth: 0"
  expect_same "the output exit" 3 "$(output_of exit)"
  action pull_request INPUT_FETCH=true -- --network=none
  expect_exit 3
  expect_any "needs the git program"

it "says what is missing when it is started with nothing"
  run "$container" run "$store" --network=none moongate:test ci
  expect_exit 3
  expect_err "repository"
  github_pull_request
  run "$container" run "$store" --network=none -v "$PWD/workspace:/work" -w /work moongate:test ci
  expect_exit 2
  expect_err "MOONGATE_BASE"

finish
