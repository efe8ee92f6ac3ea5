#!/usr/bin/env bash
# label: network validators
# The shared library and pipelines of hosts/jenkins, executed (jenkins/RunPipelines.groovy) on clones as Jenkins
# makes them, with the steps' real shell.
. "$(dirname "$0")/../lib.sh"
REAL_HOME=$(getent passwd "$(id -u)" | cut -d: -f6)
. "$(dirname "$0")/tools.bash"
. "$(dirname "$0")/events.bash"
here=$SOURCE_DIR/tests/hosts/jenkins

# Groovy 2.4 needs a Java of 8 to 17.
java_for_groovy() {
  local java version
  for java in "${JAVA_HOME:-/nowhere}/bin/java" /usr/lib/jvm/*-17-*/bin/java java; do
    version=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
    if [ -n "$version" ] && [ "$version" -ge 9 ] && [ "$version" -le 17 ]; then echo "$java"; return; fi
  done
  cannot "Groovy 2.4 needs a Java from 9 to 17: install default-jdk-headless"
}
java=$(java_for_groovy) || exit 1
command -v mvn >/dev/null || cannot "there is no mvn: install maven"
resolve() {
  HOME=$REAL_HOME mvn -q -B -f "$here/pom.xml" -Dmdep.outputFile="$directory/classpath" \
    org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath
}
installed pipeline-unit "$here/pom.xml" resolve
classpath=$(cat "$directory/classpath")

# ---- what is built

all=$SCRATCH/builds
mkdir -p "$all/libraries/moongate@main" && cd "$all" || exit 1
ln -s "$SOURCE_DIR/hosts/jenkins/vars" libraries/moongate@main/vars
: >builds
github_server

library="@Library('moongate') _"
declarative=$(cat "$SOURCE_DIR/hosts/jenkins/Jenkinsfile")
scripted() { printf '%s\nnode {\n  stage("check") { %s }\n}\n' "$library" "$1"; }
# clone NAME REVISION REFSPEC…: what the Git plugin leaves in the workspace.
clone() {
  local name=$1 revision=$2
  shift 2
  git init -q "$name"
  git -C "$name" fetch -q --no-tags "file://$all/server.git" "$@"
  git -C "$name" checkout -q --detach "$revision"
}
heads='+refs/heads/*:refs/remotes/origin/*'
pull='+refs/pull/7/head:refs/remotes/origin/PR-7'
# build NAME PIPELINE ENVIRONMENT [MORE]: one more to run in the workspace of that name.
build() {
  jq -nc --arg name "$1" --arg workspace "$all/$1" --arg pipeline "$2" --argjson env "$3" --argjson more "${4:-{\}}" \
    '{name: $name, workspace: $workspace, pipeline: $pipeline, env: $env} + $more' >>builds
}
change='{"BRANCH_NAME": "PR-7", "CHANGE_ID": "7", "CHANGE_TARGET": "main", "CHANGE_BRANCH": "topic", "CHANGE_TITLE": "feat: it"}'
main='{"BRANCH_NAME": "main", "BRANCH_IS_PRIMARY": "true"}'
with_previous() { jq -c --arg id "$1" '. + {GIT_PREVIOUS_SUCCESSFUL_COMMIT: $id}' <<<"$main"; }

# Merging its target into the change, as the plugin does: the first parent is the change.
merged() {
  clone "$1" "$head_sha" "$pull" "$heads"
  git -C "$1" merge -q --no-ff -m "Merge commit '$main_sha' into HEAD" "$main_sha"
}
for name in merge merge-shards merge-agents merge-image missing-program missing-program-shards missing-plugins; do merged "$name"; done
build merge "$declarative" "$change"
merged merge-without-target && git -C merge-without-target update-ref -d refs/remotes/origin/main
build merge-without-target "$declarative" "$change"
build merge-shards "$(scripted 'moongate(shards: 3)')" "$change"
build merge-agents "$(scripted "moongate(shards: 2, agent: 'linux')")" "$change"
clone head "$head_sha" "$pull" "$heads"
build head "$declarative" "$change"
clone head-without-target "$head_sha" "$pull"
build head-without-target "$declarative" "$change"

# A change's own head that merges something: nobody's target.
git -C author checkout -q -b side "$base_sha"
(cd author && write side.txt 'bad \n' && commit "feat: a side" && git checkout -q -B with-side topic &&
  git merge -q -m "Merge commit '$(git rev-parse side)' into HEAD" side && git push -q ../server.git with-side:refs/pull/7/side)
clone head-merge-without-target "$(git -C author rev-parse with-side)" '+refs/pull/7/side:refs/remotes/origin/PR-7'
build head-merge-without-target "$declarative" "$change"
clone no-target-told "$head_sha" "$pull" "$heads"
build no-target-told "$declarative" '{"BRANCH_NAME": "PR-7", "CHANGE_ID": "7"}'

clone rewritten "$head_sha" "$heads"
build rewritten "$declarative" "{\"BRANCH_NAME\": \"topic\", \"GIT_PREVIOUS_SUCCESSFUL_COMMIT\": \"$main_sha\"}"
clone shallow "$main_sha" --depth=1 "$heads"
build shallow "$declarative" "$(with_previous "$base_sha")"
clone tag-job "$main_sha" "$heads"
build tag-job "$declarative" '{"GIT_BRANCH": "refs/tags/v1"}'

clone previous "$main_sha" "$heads"
build previous "$declarative" "$(with_previous "$base_sha")"
clone previous-gone "$main_sha" "$heads"
build previous-gone "$declarative" "$(with_previous 1111111111111111111111111111111111111111)"
clone first "$main_sha" "$heads"
build first "$declarative" "$main"
clone first-of-branch "$head_sha" "$heads"
build first-of-branch "$declarative" '{"BRANCH_NAME": "topic"}'
clone tag "$main_sha" "$heads"
build tag "$declarative" '{"BRANCH_NAME": "v1", "TAG_NAME": "v1"}'
clone scripted "$main_sha" "$heads"
build scripted "$(scripted 'def there = checkout(scm); moongate(checkout: there)')" "$main" \
  "{\"checkout\": {\"GIT_COMMIT\": \"$main_sha\", \"GIT_PREVIOUS_SUCCESSFUL_COMMIT\": \"$base_sha\"}}"

clone clean "$base_sha" "$heads"
build clean "$(scripted 'moongate(checkout: checkout(scm))')" "$main" "{\"checkout\": {\"GIT_PREVIOUS_SUCCESSFUL_COMMIT\": \"$base_sha\"}}"
clone never "$main_sha" "$heads"
build never "$(scripted "moongate(failOn: 'never', qualityGates: [[threshold: 1, type: 'TOTAL_ERROR', criticality: 'UNSTABLE']])")" "$main"
clone never-shards "$main_sha" "$heads"
build never-shards "$(scripted "moongate(failOn: 'never', shards: 2)")" "$main"
clone chosen "$main_sha" "$heads"
build chosen "$(scripted "moongate(check: ['lint', 'size-limit'], skip: ['lint/trailing-whitespace'])")" "$main"
clone quiet "$main_sha" "$heads"
build quiet "$(scripted 'moongate(publish: false, failOn: "note")')" "$main"
clone hostile "$main_sha" "$heads"
hostile=$(
  cat <<'GROOVY'
moongate(reports: 'a $(touch stolen)\' b', failOn: '`touch stolen`')
GROOVY
)
build hostile "$(scripted "$hostile")" "$main"
clone broken "$main_sha" "$heads"
git -C broken checkout -qb broken && echo 'fail_on = "sometimes"' >broken/moongate.toml &&
  git -C broken add -A && git -C broken commit -qm "chore: settings"
build broken "$declarative" "$main"
cp -r broken broken-shards
build broken-shards "$(scripted 'moongate(shards: 2)')" "$main"

write missing-program/moongate-reports/moongate.sarif 'stale\n'
build missing-program "$(scripted "moongate(program: '/nowhere/moongate')")" "$change"
build missing-program-shards "$(scripted "moongate(program: '/nowhere/moongate', shards: 2)")" "$change"
build missing-plugins "$declarative" "$change" '{"missing": ["recordIssues", "sarif", "junit", "publishChecks"]}'
clone typo "$main_sha" "$heads"
build typo "$(scripted "moongate(failon: 'never')")" "$main"
clone none "$main_sha" "$heads"
build none "$(scripted 'moongate(shards: 0)')" "$main"

# A container sees the environment that it is given and nothing else; docker itself is not needed for that.
mkdir bin && cat >bin/docker <<'STUB'
#!/usr/bin/env python3
"""docker run, as far as the library calls it: the program with the environment that it is given."""
import os
import sys

words = sys.argv[2:]
environment = {"HOME": "/"}
while words[0].startswith("--"):
    flag = words.pop(0)
    if flag == "--env" and words[0] in os.environ:
        environment[words[0]] = os.environ[words[0]]
    if flag != "--rm":
        words.pop(0)
if words[0] != "moongate:test":
    sys.exit(125)
os.execve(os.environ["MOONGATE"], ["moongate", *words[1:]], environment)
STUB
chmod 755 bin/docker
export MOONGATE
build merge-image "$(scripted "moongate(image: 'moongate:test')")" "$change"

# What `moongate init` and cookiecutter write.
clone weekly "$main_sha" "$heads"
template=$(cd weekly && moongate init --print Jenkinsfile --jenkins)
build weekly "$template" "$(with_previous "$main_sha")" '{"cause": "TimerTrigger"}'
clone by-push "$base_sha" "$heads"
build by-push "$template" "$(with_previous "$base_sha")"
clone posts "$main_sha" "$heads"
build posts "$library
pipeline {
  agent any
  stages {
    stage('a') { when { changeRequest() }; steps { error 'not for a branch' } }
    stage('b') { when { branch 'main' }; steps { moongate(failOn: 'note') } }
    stage('c') { steps { echo 'never reached' } }
  }
  post { always { echo 'post always' }; failure { echo 'post failure' }; success { echo 'post success' } }
}" "$main"

PATH="$all/bin:$PATH" "$java" --add-opens java.base/java.lang=ALL-UNNAMED --add-opens java.base/java.util=ALL-UNNAMED \
  --add-opens java.base/java.io=ALL-UNNAMED -cp "$classpath" groovy.ui.GroovyMain "$here/RunPipelines.groovy" builds libraries \
  >results 2>errors || { tail -n 30 errors >&2; cannot "the pipelines could not be run"; }

# ---- what came of it

# result_of NAME: its result is what `run` would leave.
result_of() {
  jq -c --arg name "$1" 'select(.name == $name)' "$all/results" >"$SCRATCH/.out"
  last_command="build $1" status=0
  out=$(jq -r '"\(.result): \(.error)\n\(.steps | map(tostring) | join("\n"))\n\(.log)"' "$SCRATCH/.out") err=
  cd "$all/$1" || exit 1
}
expect_result() { expect_json '.result' "$1"; }
expect_error() { [[ "$(jq -r .error "$SCRATCH/.out")" == *"$1"* ]] || fail "the build's error does not contain: $1"; }
expect_found() { expect_same "found" "$1" "$(jq -r '[.findings[].path] | unique | join(" ")' moongate-reports/moongate.json)"; }
expect_why() { expect_same "why" "$1" "$(jq -r .change.why moongate-reports/moongate.json)"; }
step() { jq -c --arg name "$1" '[.steps[] | select(.[0] == $name)][0][1]' "$SCRATCH/.out"; }
fingerprints() { jq -c '[.findings[].fingerprint]' "$1/moongate-reports/moongate.json"; }

it "runs every build"
  expect_same "builds" "$(jq -r .name "$all/builds")" "$(jq -r .name "$all/results")"

for name in merge merge-without-target head; do
  it "checks a change from where it left its target: $name"
    result_of $name
    expect_result FAILURE
    expect_error "there is something to mend"
    expect_why "change 7 into main"
    expect_found added.txt
done

it "does not guess where the target is not there"
  result_of head-without-target
  expect_result FAILURE
  expect_error "could not check (exit 3)"
  expect_out "let the checkout fetch the target branch"

it "does not take a change's own merge for that of its target"
  result_of head-merge-without-target
  expect_result FAILURE
  expect_error "could not check (exit 3)"
  expect_out "let the checkout fetch the target branch"
  result_of no-target-told
  expect_result FAILURE
  expect_error "could not check (exit 2)"
  expect_out "CHANGE_TARGET is not set"

it "checks a branch anew when its last successful build was rewritten away, unless the clone is too shallow to know"
  result_of rewritten
  expect_why "what topic adds to main"
  expect_found added.txt
  result_of shallow
  expect_result FAILURE
  expect_error "could not check (exit 3)"
  expect_out "no shallow clone"

it "checks a branch from its last successful build"
  result_of previous
  expect_why "main since its last successful build"
  expect_found moved.txt

it "checks the main branch whole when that build is gone, or there was none"
  result_of previous-gone
  expect_found "moved.txt untouched.txt"
  result_of first
  expect_found "moved.txt untouched.txt"

it "checks another branch's first build from where it left the main branch"
  result_of first-of-branch
  expect_why "what topic adds to main"
  expect_found added.txt

it "checks a tag whole"
  result_of tag
  expect_why "everything in v1"
  expect_found "moved.txt untouched.txt"
  # A job without branches of its own knows a tag by the reference alone.
  result_of tag-job
  expect_why "everything in v1"
  expect_found "moved.txt untouched.txt"

it "takes from a scripted checkout what Jenkins does not export"
  result_of scripted
  expect_why "main since its last successful build"
  expect_found moved.txt

it "passes what is clean, and publishes that"
  result_of clean
  expect_result SUCCESS
  expect_same "the check" '["COMPLETED","SUCCESS","nothing to mend"]' "$(step publishChecks | jq -c '[.status, .conclusion, .title]')"

it "publishes through warnings-ng, JUnit and checks, with arguments that they know"
  result_of merge
  expect_same recordIssues '{"enabledForFailure":true,"tools":[{"symbol":"sarif","pattern":"moongate-reports/moongate.sarif","id":"moongate","name":"Moongate"}]}' "$(step recordIssues)"
  expect_same junit '{"testResults":"moongate-reports/moongate.xml","allowEmptyResults":true,"skipMarkingBuildUnstable":true,"skipPublishingChecks":true}' "$(step junit)"
  expect_same publishChecks '["COMPLETED","FAILURE","Moongate verdict","there is something to mend"]' "$(step publishChecks | jq -c '[.status, .conclusion, .name, .title]')"
  expect_same "its summary" "$(cat moongate-reports/moongate.md)" "$(step publishChecks | jq -r .summary)"
  expect_same archiveArtifacts '{"artifacts":"moongate-reports/moongate.*","allowEmptyArchive":true}' "$(step archiveArtifacts)"
  for file in moongate.json moongate.sarif moongate.xml; do expect_file "moongate-reports/$file"; done

it "leaves quality gates to warnings-ng and the verdict to fail_on"
  result_of never
  expect_result SUCCESS
  expect_found "moved.txt untouched.txt"
  expect_same "gates" '[{"threshold":1,"type":"TOTAL_ERROR","criticality":"UNSTABLE"}]' "$(step recordIssues | jq -c .qualityGates)"
  result_of never-shards
  expect_result SUCCESS
  expect_found "moved.txt untouched.txt"

it "checks by shards in parallel, and says what one run says"
  result_of merge-shards
  expect_result FAILURE
  expect_error "there is something to mend"
  expect_same "branches" '["moongate 1/3","moongate 2/3","moongate 3/3"]' "$(step parallel)"
  expect_same "fingerprints" "$(fingerprints "$all/merge")" "$(fingerprints .)"
  expect_same "times" 3 "$(jq -r '.steps[] | select(.[0] == "sh") | .[1].script' "$SCRATCH/.out" | grep -c -e '--shard.*--now')"
  expect_same "one time" "$(cat moongate-reports/[123]/moongate.json | jq -s 'map(.change.now) | unique')" "$(jq '[.change.now]' moongate-reports/moongate.json)"
  expect_same "SARIF" "$(jq -c '[.runs[].results[].locations]' "$all/merge/moongate-reports/moongate.sarif")" "$(jq -c '[.runs[].results[].locations]' moongate-reports/moongate.sarif)"

it "checks each shard on an agent of its own"
  result_of merge-agents
  expect_error "there is something to mend"
  expect_same "nodes" '["","linux","linux"]' "$(jq -c '[.steps[] | select(.[0] == "node") | .[1]]' "$SCRATCH/.out")"
  expect_same "unstashed" '["moongate-1","moongate-2"]' "$(jq -c '[.steps[] | select(.[0] == "unstash") | .[1]]' "$SCRATCH/.out")"
  expect_file "$all/merge-agents-node2/moongate-reports/1/moongate.json"
  expect_file "$all/merge-agents-node3/moongate-reports/2/moongate.json"
  expect_file moongate-reports/moongate.json

it "tells a container all that it must know"
  result_of merge-image
  expect_error "there is something to mend"
  expect_why "change 7 into main"
  expect_found added.txt
  expect_same "fingerprints" "$(fingerprints "$all/merge")" "$(fingerprints .)"

for name in missing-program missing-program-shards; do
  it "fails, with help, where the program is not on the agent: $name"
    result_of $name
    expect_result FAILURE
    expect_error "/nowhere/moongate could not be run on this agent (exit 127): nothing was checked"
    expect_error "moongate(program:"
    expect_same "published" null "$(step recordIssues)"
    expect_no_file moongate-reports/moongate.sarif
done

it "gives the verdict also without the plugins"
  result_of missing-plugins
  expect_result FAILURE
  expect_error "there is something to mend"
  expect_out "the plugin warnings-ng is not installed"
  expect_out "the plugin junit is not installed"
  expect_out "the plugin checks-api is not installed"
  expect_found added.txt

it "fails where the configuration is wrong"
  for name in broken broken-shards; do
    result_of $name
    expect_result FAILURE
    expect_error "could not check (exit 2)"
    expect_out "sometimes"
  done

it "hands checks over, and refuses options that there are not"
  result_of chosen
  expect_result SUCCESS
  expect_out "'--check' 'lint' '--check' 'size-limit' '--skip' 'lint/trailing-whitespace'"
  result_of quiet
  expect_error "there is something to mend"
  expect_same "published" null "$(step recordIssues)"
  result_of typo
  expect_error "there is no option 'failon'"
  result_of none
  expect_error "shards: '0'"

it "lets no name become a command"
  result_of hostile
  expect_result FAILURE
  expect_out "unknown level"
  expect_no_file stolen
  expect_file "a \$(touch stolen)' b"

it "runs the pipeline of new projects, and its weekly report only on the schedule"
  result_of by-push
  expect_result SUCCESS
  expect_out '"cron","H 5 * * 1"'
  expect_no_out "check --branches"
  result_of weekly
  expect_result SUCCESS
  expect_out '"sh",{"script":"moongate check --branches'
  expect_same "kept" '{"artifacts":"dead-branches.md"}' "$(jq -c '[.steps[] | select(.[0] == "archiveArtifacts")][1][1]' "$SCRATCH/.out")"
  expect_file dead-branches.md

it "leaves a pipeline's other stages and post to work as they do"
  result_of posts
  expect_result FAILURE
  expect_error "there is something to mend"
  expect_out "post always"
  expect_out "post failure"
  expect_no_out "post success"
  expect_no_out "never reached"

finish
