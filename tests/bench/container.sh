#!/usr/bin/env bash
# The container: its size, and from its start to the result on a pull request of ten files, as
# GitHub's runner starts it. The yardstick is the same container asked for its version: what starting
# costs alone.
. "$(dirname "$0")/lib.sh"
export MOONGATE=$BUILD_DIR/moongate
container=$SOURCE_DIR/tests/hosts/container
store=$SCRATCH/store
trap '"$container" remove "$store"; rm -rf "$SCRATCH"' EXIT
"$container" build "$store" >/dev/null
read -r compressed _ <<<"$("$container" layers "$store")"
echo "container image: $compressed bytes compressed, $(stat -c %s "$MOONGATE") bytes unpacked"

cd "$SCRATCH"
git init -q -b main workspace && cd workspace
for number in $(seq 200); do
  mkdir -p "src/$((number % 10))" && seq "$number" $((number + 80)) >"src/$((number % 10))/$number.c"
done
git add . && git commit -qm "feat: begin"
base=$(git rev-parse HEAD)
for number in $(seq 10); do sed -i "20s/.*/int x_$number = $number;/" "src/$((number % 10))/$number.c"; done
git commit -qam "feat: ten files" && head=$(git rev-parse HEAD)
cd .. && mkdir -p temp/_github_workflow
jq -n --arg base "$base" --arg head "$head" '{pull_request: {number: 1, base: {ref: "main", sha: $base},
  head: {ref: "topic", sha: $head}}}' >temp/_github_workflow/event.json
clean_result() { "$container" action "$store" "$PWD/workspace" "$PWD/temp" pull_request -- --network=none 2>/dev/null; }
version() { "$container" run "$store" --network=none moongate:test --version; }
clean_result | grep -q '10 files' || { echo "the result is not about ten files" >&2; exit 1; }
compare "container start to result on ten files, against its --version" "${MOONGATE_BENCH_ROUNDS:-15}" clean_result version
