#!/usr/bin/env bash
# Every fuzz target with many more inputs than `./dev test` gives it: MOONGATE_FUZZ_INPUTS, each.
inputs=${MOONGATE_FUZZ_INPUTS:-50000}
slow_inputs=$((inputs / 25)) # a program or a change takes up to a tenth of a second
cd "$(dirname "$0")/../.." || exit 1
fuzz=$(realpath "${BUILD_DIR:-build/release}/tests/moongate_fuzz")
sources=$PWD/tests scratch=$(mktemp -d) passed=0 failed=0
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1 # what a target finds is written here, and shown
run() {
  if "$fuzz" "$@"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAILED: moongate_fuzz $*"
  fi
}
for corpus in "$sources"/fuzz/corpus/*/; do
  target=$(basename "$corpus")
  if [ "$target" = changes ]; then run changes "$corpus" $slow_inputs; else run "$target" "$corpus" "$inputs"; fi
done
run lua "$sources/sandbox" $slow_inputs
echo "$passed passed, $failed failed"
[ $failed = 0 ]
