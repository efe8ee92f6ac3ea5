# GitHub as the tests beside this file need it: a server, a pull request with its merge commit, the
# checkout that actions/checkout makes, and the event's payload. Sourced after lib.sh.

# `server.git` with a pull request #7 of two commits by `topic` into `main`, which has moved on since.
# `untouched.txt` was bad before, `moved.txt` became bad on main meanwhile, `added.txt` is the pull
# request's. Sets base_sha (main when the pull request was opened), main_sha (now), head_sha, merge_sha.
github_server() {
  git init -q --bare server.git
  git -C server.git config uploadpack.allowAnySHA1InWant true
  git init -q author && (
    cd author || exit 1
    write untouched.txt 'bad before \n'
    write list.txt 'one\ntwo\nthree\n'
    commit "feat: begin"
    git checkout -qb topic
    write added.txt 'clean line\nbad line of topic \n'
    commit "feat: add a file"
    write added.txt 'bad first line \nclean line\n'
    commit "fix: the other line"
    git checkout -q main
    write moved.txt 'bad on main \n'
    commit "feat: main moves on"
    git checkout -q --detach
    git merge -q --no-ff -m "Merge topic into main" topic
    git update-ref refs/pull/7/merge HEAD
    git update-ref refs/pull/7/head topic
    git checkout -q main
    git push -q ../server.git main topic refs/pull/7/head refs/pull/7/merge
  ) || exit 1
  base_sha=$(git -C author rev-parse main~1) main_sha=$(git -C author rev-parse main)
  head_sha=$(git -C author rev-parse topic) merge_sha=$(git -C author rev-parse refs/pull/7/merge)
}

# checkout SHA REF [--depth=N]: what actions/checkout leaves in `workspace`. REF is what the event ran
# for: refs/heads/main, refs/tags/v1, refs/pull/7/merge.
checkout() {
  local sha=$1 ref=$2 depth=${3:-} local_ref
  case $ref in
    refs/heads/*) local_ref=refs/remotes/origin/${ref#refs/heads/} ;;
    refs/pull/*) local_ref=refs/remotes/${ref#refs/} ;;
    *) local_ref=$ref ;;
  esac
  rm -rf workspace && git init -q workspace
  git -C workspace remote add origin "file://$PWD/server.git"
  if [ -n "$depth" ]; then
    git -C workspace fetch -q --no-tags --prune --no-recurse-submodules "$depth" origin "+$sha:$local_ref"
  else
    git -C workspace fetch -q --prune --no-recurse-submodules origin '+refs/heads/*:refs/remotes/origin/*' \
      '+refs/tags/*:refs/tags/*'
    git -C workspace fetch -q --no-tags --prune --no-recurse-submodules origin "+$sha:$local_ref"
  fi
  case $ref in
    refs/heads/*) git -C workspace checkout -q --force -B "${ref#refs/heads/}" "$local_ref" ;;
    *) git -C workspace checkout -q --force "$local_ref" ;;
  esac
}

# payload EXPRESSION [NAME VALUE]…: payload.json is what jq makes of it, with the repository's part.
payload() {
  local expression=$1 arguments=()
  shift
  while [ $# -gt 0 ]; do
    arguments+=(--arg "$1" "$2")
    shift 2
  done
  jq -n "${arguments[@]}" '{repository: {name: "repo", full_name: "o/repo", default_branch: "main",
    fork: false}, sender: {login: "someone"}} + ('"$expression"')' >payload.json
}

pull_request_payload() {
  payload '{action: "synchronize", number: 7, pull_request: {number: 7, state: "open", title: $title,
    body: null, draft: false, labels: [], user: {login: "someone"},
    base: {ref: "main", sha: $base, repo: {full_name: "o/repo"}},
    head: {ref: "topic", sha: $head, repo: {full_name: $from, fork: ($from != "o/repo")}}}}' \
    base "$base_sha" head "$head_sha" title "${1:-feat: a pull request}" from "${2:-o/repo}"
}

# github_pull_request [--depth=N]: all of it, with the merge commit checked out.
github_pull_request() {
  github_server
  checkout "$merge_sha" refs/pull/7/merge "${1:-}"
  pull_request_payload
}

# on_runner EVENT SHA [NAME=VALUE…] [-- ARGS…]: `moongate ci ARGS…` in `workspace` with the
# environment of a step that runs a program; $runner_files has what it left for the runner.
on_runner() {
  local event=$1 sha=$2 variables=()
  shift 2
  while [ $# -gt 0 ] && [ "$1" != -- ]; do
    variables+=("$1")
    shift
  done
  [ $# -eq 0 ] || shift
  runner_files=$PWD/runner_files
  rm -rf "$runner_files" && mkdir "$runner_files"
  run env -C workspace CI=true GITHUB_ACTIONS=true GITHUB_EVENT_NAME="$event" GITHUB_SHA="$sha" \
    GITHUB_EVENT_PATH="$PWD/payload.json" GITHUB_WORKSPACE="$PWD/workspace" \
    GITHUB_OUTPUT="$runner_files/output" GITHUB_STEP_SUMMARY="$runner_files/summary" \
    GITHUB_REPOSITORY=o/repo RUNNER_OS=Linux "${variables[@]}" moongate ci "$@"
}
