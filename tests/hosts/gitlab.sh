#!/usr/bin/env bash
# GitLab CI, each kind of pipeline on a clone as its runner makes it, and the other CI systems.
. "$(dirname "$0")/../lib.sh"
. "$SOURCE_DIR/tests/hosts/events.bash"
zero=0000000000000000000000000000000000000000
paths='[.findings[] | select(.path != null).path] | unique | join(" ")'

# pipeline SHA [--depth=N]: the runner fetches the pipeline's own reference, and with depth 0 all branches.
pipeline() {
  rm -rf workspace && git init -q workspace
  git -C workspace remote add origin "file://$PWD/server.git"
  if [ -n "${2:-}" ]; then
    git -C workspace fetch -q --no-tags "$2" origin "+$1:refs/pipelines/1"
  else
    git -C workspace fetch -q origin "+$1:refs/pipelines/1" '+refs/heads/*:refs/remotes/origin/*' '+refs/tags/*:refs/tags/*'
  fi
  git -C workspace checkout -q --detach refs/pipelines/1
}
gitlab() {
  local variables=()
  while [ $# -gt 0 ] && [ "$1" != -- ]; do
    variables+=("$1")
    shift
  done
  [ $# -eq 0 ] || shift
  run env -C workspace CI=true GITLAB_CI=true CI_DEFAULT_BRANCH=main "${variables[@]}" moongate ci "$@"
}
merge_request=(CI_PIPELINE_SOURCE=merge_request_event CI_MERGE_REQUEST_IID=7
  CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main CI_MERGE_REQUEST_SOURCE_BRANCH_NAME=topic CI_COMMIT_BEFORE_SHA=$zero)

it "merge requests: detached, and merged results"
  github_server && pipeline "$head_sha"
  gitlab "${merge_request[@]}" CI_MERGE_REQUEST_DIFF_BASE_SHA="$base_sha" CI_COMMIT_SHA="$head_sha" -- --format json
  expect_exit 1
  expect_json "$paths" added.txt
  expect_json .change.commits 2
  expect_json .change.why "merge request !7 into main"
  pipeline "$merge_sha"
  gitlab "${merge_request[@]}" CI_MERGE_REQUEST_DIFF_BASE_SHA="$base_sha" CI_COMMIT_SHA="$merge_sha" \
    CI_MERGE_REQUEST_SOURCE_BRANCH_SHA="$head_sha" CI_MERGE_REQUEST_TARGET_BRANCH_SHA="$main_sha" -- --format json
  expect_exit 1
  expect_json "$paths" added.txt
  expect_json .change.commits 2

it "a merge request whose base GitLab remembers from before it got another target"
  github_server
  git -C author checkout -q main && (cd author && git checkout -qb release && write release.txt 'bad \n' && commit "feat: release" &&
    git checkout -qb for-release && write mine.txt 'bad \n' && commit "feat: mine" && git push -q ../server.git release for-release)
  head=$(git -C author rev-parse for-release)
  pipeline "$head"
  gitlab "${merge_request[@]}" CI_MERGE_REQUEST_TARGET_BRANCH_NAME=release CI_MERGE_REQUEST_DIFF_BASE_SHA="$main_sha" \
    CI_COMMIT_SHA="$head" -- --format json
  expect_json "$paths" mine.txt

it "a clone without the target branch: the base that GitLab tells, or an error with the help"
  github_server && pipeline "$head_sha" --depth=20
  gitlab "${merge_request[@]}" CI_MERGE_REQUEST_DIFF_BASE_SHA="$base_sha" CI_COMMIT_SHA="$head_sha" -- --format json
  expect_exit 1
  expect_json "$paths" added.txt
  pipeline "$head_sha" --depth=1
  gitlab "${merge_request[@]}" CI_MERGE_REQUEST_DIFF_BASE_SHA="$base_sha" CI_COMMIT_SHA="$head_sha"
  expect_exit 3
  expect_err "GIT_DEPTH"

it "a merge train: the merge request's own, not those before it in the train"
  github_server && pipeline "$merge_sha"
  gitlab "${merge_request[@]}" CI_MERGE_REQUEST_EVENT_TYPE=merge_train CI_MERGE_REQUEST_DIFF_BASE_SHA="$base_sha" \
    CI_COMMIT_SHA="$merge_sha" CI_MERGE_REQUEST_SOURCE_BRANCH_SHA="$head_sha" CI_MERGE_REQUEST_TARGET_BRANCH_SHA="$main_sha" -- --format json
  expect_exit 1
  expect_json "$paths" added.txt
  expect_json .change.commits 2

it "a fork's pipeline, whose own main is the merge request: never an empty range"
  github_server
  git -C server.git update-ref refs/heads/main "$head_sha" && pipeline "$head_sha"
  gitlab "${merge_request[@]}" CI_PROJECT_ID=10 CI_MERGE_REQUEST_SOURCE_PROJECT_ID=10 CI_MERGE_REQUEST_PROJECT_ID=1 \
    CI_MERGE_REQUEST_SOURCE_BRANCH_NAME=main CI_MERGE_REQUEST_DIFF_BASE_SHA="$base_sha" CI_COMMIT_SHA="$head_sha" -- --format json
  expect_exit 1
  expect_json "$paths" added.txt
  gitlab "${merge_request[@]}" CI_PROJECT_ID=10 CI_MERGE_REQUEST_PROJECT_ID=1 CI_COMMIT_SHA="$head_sha"
  expect_exit 2
  expect_err "MOONGATE_BASE"

it "a merge request that was merged meanwhile: what it brought"
  github_server
  git -C server.git update-ref refs/heads/main "$merge_sha" && pipeline "$head_sha"
  gitlab "${merge_request[@]}" CI_MERGE_REQUEST_DIFF_BASE_SHA="$base_sha" CI_COMMIT_SHA="$head_sha" -- --format json
  expect_exit 1
  expect_json "$paths" added.txt
  expect_json .change.commits 2

it "a commit before the push that is not here: rewritten, or out of a shallow clone's reach"
  github_server && pipeline "$main_sha"
  gone=1111111111111111111111111111111111111111
  gitlab CI_PIPELINE_SOURCE=push CI_COMMIT_BRANCH=main CI_COMMIT_BEFORE_SHA=$gone CI_COMMIT_SHA="$main_sha" -- --format json
  expect_json "$paths" "moved.txt untouched.txt"
  gitlab CI_PIPELINE_SOURCE=push CI_COMMIT_BRANCH=main CI_COMMIT_BEFORE_SHA=$gone CI_COMMIT_SHA="$main_sha" -- --explain
  expect_out "it was rewritten"
  pipeline "$main_sha" --depth=1
  gitlab CI_PIPELINE_SOURCE=push CI_COMMIT_BRANCH=main CI_COMMIT_BEFORE_SHA="$base_sha" CI_COMMIT_SHA="$main_sha"
  expect_exit 3
  expect_err "GIT_DEPTH"

it "branches, first pipelines, schedules and tags"
  github_server && pipeline "$main_sha"
  gitlab CI_PIPELINE_SOURCE=push CI_COMMIT_BRANCH=main CI_COMMIT_BEFORE_SHA="$base_sha" CI_COMMIT_SHA="$main_sha" -- --format json
  expect_json "$paths" moved.txt
  gitlab CI_PIPELINE_SOURCE=schedule CI_COMMIT_BRANCH=main CI_COMMIT_BEFORE_SHA=$zero CI_COMMIT_SHA="$main_sha" -- --format json
  expect_json "$paths" "moved.txt untouched.txt"
  gitlab CI_PIPELINE_SOURCE=push CI_COMMIT_TAG=v1 CI_COMMIT_SHA="$main_sha" -- --format json
  expect_json .change.why "everything in v1"
  pipeline "$head_sha"
  gitlab CI_PIPELINE_SOURCE=push CI_COMMIT_BRANCH=topic CI_COMMIT_BEFORE_SHA=$zero CI_COMMIT_SHA="$head_sha" -- --format json
  expect_json "$paths" added.txt
  gitlab CI_PIPELINE_SOURCE=push CI_COMMIT_BRANCH=topic CI_COMMIT_BEFORE_SHA=$zero CI_COMMIT_SHA="$head_sha" -- --explain
  expect_exit 0
  expect_out "taken from where topic left main"

it "the template's job as it stands: what it promises as artifacts is there"
  github_server && pipeline "$head_sha"
  template=$SOURCE_DIR/hosts/gitlab/moongate.gitlab-ci.yml
  script=$(sed -n '/^  script:/,/^  artifacts:/{s/^    - //p; s/^      //p}' "$template" | tr '\n' ' ')
  [[ $script == "moongate ci "* ]] || fail "the script is: $script"
  run env -C workspace CI=true GITLAB_CI=true "${merge_request[@]}" CI_COMMIT_SHA="$head_sha" sh -ec "$script"
  expect_exit 1
  expect_out "added.txt:1:15"
  for file in $(sed -n 's/^ *- \(.*\.sarif\)$/\1/p; s/^ *codequality: //p; s/^ *junit: //p' "$template"); do
    expect_file "workspace/$file"
  done
  # What GitLab demands of a Code Quality report.
  run jq -e 'length > 0 and all(.[]; (.description | length > 0) and (.check_name | length > 0) and
    (.severity | IN("info", "minor", "major", "critical", "blocker")) and (.location.path | startswith("/") or startswith("./") | not)
    and (.location.lines.begin | type == "number")) and ([.[].fingerprint] | length == (unique | length))' \
    workspace/gl-code-quality-report.json
  expect_exit 0

it "other systems: their pull requests, by their own variables"
  github_server && checkout "$head_sha" refs/pull/7/head
  for variables in "BITBUCKET_COMMIT=$head_sha BITBUCKET_PR_DESTINATION_BRANCH=main BITBUCKET_BRANCH=topic" \
    "TF_BUILD=True SYSTEM_PULLREQUEST_TARGETBRANCH=refs/heads/main BUILD_SOURCEBRANCH=refs/pull/7/merge BUILD_SOURCEVERSION=$head_sha" \
    "BUILDKITE=true BUILDKITE_PULL_REQUEST=7 BUILDKITE_PULL_REQUEST_BASE_BRANCH=main BUILDKITE_BRANCH=topic BUILDKITE_COMMIT=$head_sha" \
    "CIRCLECI=true CIRCLE_BRANCH=topic CIRCLE_SHA1=$head_sha" \
    "DRONE=true DRONE_PULL_REQUEST=7 DRONE_TARGET_BRANCH=main DRONE_BRANCH=main DRONE_COMMIT_SHA=$head_sha" \
    "CI=woodpecker CI_COMMIT_PULL_REQUEST=7 CI_COMMIT_TARGET_BRANCH=main CI_COMMIT_BRANCH=main CI_COMMIT_SHA=$head_sha" \
    "TRAVIS=true TRAVIS_PULL_REQUEST=7 TRAVIS_BRANCH=main TRAVIS_COMMIT=$head_sha" \
    "MOONGATE_BASE=origin/main" "MOONGATE_BASE=$base_sha MOONGATE_HEAD=$head_sha"; do
    # shellcheck disable=SC2086 # several words
    run env -C workspace $variables moongate ci --format json
    expect_exit 1
    expect_json "$paths" added.txt
    expect_json .change.commits 2
  done

it "other systems: tags are whole trees, and what is not told is asked for"
  github_server && checkout "$main_sha" refs/heads/main
  for variables in "BITBUCKET_COMMIT=$main_sha BITBUCKET_TAG=v1" "TF_BUILD=True BUILD_SOURCEBRANCH=refs/tags/v1" \
    "BUILDKITE=true BUILDKITE_BRANCH=v1 BUILDKITE_TAG=v1 BUILDKITE_PULL_REQUEST=false" "CIRCLECI=true CIRCLE_TAG=v1" \
    "DRONE=true DRONE_TAG=v1 DRONE_BRANCH=main" "CI=woodpecker CI_COMMIT_TAG=v1" "TRAVIS=true TRAVIS_BRANCH=v1 TRAVIS_TAG=v1 TRAVIS_PULL_REQUEST=false"; do
    # shellcheck disable=SC2086 # several words
    run env -C workspace $variables moongate ci --format json --fail-on note
    expect_exit 1
    expect_json "$paths" "moved.txt untouched.txt"
    expect_json .change.why "everything in v1"
  done
  run env -C workspace BUILDKITE=true BUILDKITE_PULL_REQUEST=7 moongate ci
  expect_exit 2
  expect_err "Buildkite does not name the target of this pull request"
  expect_err "MOONGATE_BASE"
  run env -C workspace CI=true TEAMCITY_VERSION=2024.12 moongate ci
  expect_exit 2
  expect_err "TeamCity"
  expect_err "MOONGATE_BASE"

it "a system that does not tell what a branch left: an error that names the variable"
  github_server && git init -q workspace && git -C workspace fetch -q "file://$PWD/server.git" "+$head_sha:refs/heads/topic"
  git -C workspace checkout -q topic
  run env -C workspace CIRCLECI=true CIRCLE_BRANCH=topic CIRCLE_SHA1="$head_sha" moongate ci
  expect_exit 2
  expect_err "MOONGATE_DEFAULT_BRANCH"
  expect_err "MOONGATE_BASE"
  run env -C workspace CIRCLECI=true CIRCLE_BRANCH=topic CIRCLE_SHA1="$head_sha" MOONGATE_BASE="$base_sha" moongate ci --format json
  expect_exit 1
  expect_json "$paths" added.txt

finish
