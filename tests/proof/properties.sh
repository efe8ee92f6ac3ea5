#!/usr/bin/env bash
# The tests of properties, with many more rounds than `./dev test` has time for. Each reads its rounds
# from the environment and prints its seed.
export MOONGATE_ROUNDS=${MOONGATE_ROUNDS:-20000}
export MOONGATE_FIX_ROUNDS=${MOONGATE_FIX_ROUNDS:-$MOONGATE_ROUNDS}
export MOONGATE_WINDOW_ROUNDS=${MOONGATE_WINDOW_ROUNDS:-$MOONGATE_ROUNDS}
export MOONGATE_DETERMINISM=${MOONGATE_DETERMINISM:-long}
cd "$(dirname "$0")/../.." || exit 1
build=${BUILD_DIR:-build/release}
passed=0 failed=0
# Every test that reads such a variable, however it is called.
mapfile -t tests < <(grep -lE 'MOONGATE_([A-Z]+_)?ROUNDS|MOONGATE_DETERMINISM' tests/unit/*_test.cpp)
for file in "${tests[@]}"; do
  tag=$(basename "$file" .cpp)
  if "$build/tests/moongate_unit_tests" --filenames-as-tags "[#$tag]"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAILED: $tag"
  fi
done
mapfile -t scripts < <(grep -lE 'MOONGATE_(FIX_ROUNDS|WINDOW_ROUNDS|DETERMINISM)' tests/cli/*.sh tests/git/*.sh)
for file in "${scripts[@]}"; do
  if bash "$file"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAILED: $file"
  fi
done
"$build/tests/moongate_git_oracle" --pairs "${MOONGATE_ORACLE_PAIRS:-20000}" && passed=$((passed + 1)) ||
  { failed=$((failed + 1)) && echo "FAILED: the readers of repositories against git"; }
echo "$passed passed, $failed failed"
[ $failed = 0 ]
