# What the benches share. Each prints lines of the form
#   NAME: X ms, yardstick Y ms, ratio R
# where X is ours, Y is the program that we are measured against, run in turns with ours, and R is X/Y:
# below 1 is faster. Times are the least of several runs, on one processor unless said otherwise:
# whatever else the machine does can only add to them.
set -euo pipefail

SOURCE_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
BUILD_DIR=${MOONGATE_BUILD:-$SOURCE_DIR/build/release}
SCRATCH=$(mktemp -d "${TMPDIR:-/tmp}/moongate-bench.XXXXXX")
trap 'rm -rf "$SCRATCH"' EXIT

for name in $(env | sed -n 's/^\(GIT_[A-Z_]*\)=.*/\1/p'); do unset "$name"; done
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null LC_ALL=C.UTF-8
export GIT_AUTHOR_NAME=Bench GIT_AUTHOR_EMAIL=bench@example.com
export GIT_COMMITTER_NAME=Bench GIT_COMMITTER_EMAIL=bench@example.com

# bench_program NAME: builds tests/bench/NAME.cpp and prints where the program is.
bench_program() {
  cmake --build "$BUILD_DIR" --target "moongate_bench_$1" >&2
  echo "$BUILD_DIR/tests/moongate_bench_$1"
}

one_core() {
  if command -v taskset >/dev/null; then taskset -c "$(cores | head -n 1)" "$@"; else "$@"; fi
}
cores() { taskset -cp $$ | sed 's/.*: //; s/[-,].*//'; }

# microseconds COMMAND…: how long it takes; its output is thrown away, its failure is not.
microseconds() {
  local begin=$EPOCHREALTIME end
  "$@" >/dev/null || { echo "failed: $*" >&2; return 1; }
  end=$EPOCHREALTIME
  echo $((${end/./} - ${begin/./}))
}

# compare NAME ROUNDS OURS YARDSTICK: two functions, run in turns.
compare() {
  local name=$1 rounds=$2 ours=$3 yardstick=$4 least_ours='' least_yardstick='' time
  for ((round = 0; round < rounds; round++)); do
    time=$(microseconds "$ours")
    if [ -z "$least_ours" ] || [ "$time" -lt "$least_ours" ]; then least_ours=$time; fi
    time=$(microseconds "$yardstick")
    if [ -z "$least_yardstick" ] || [ "$time" -lt "$least_yardstick" ]; then least_yardstick=$time; fi
  done
  awk -v name="$name" -v x="$least_ours" -v y="$least_yardstick" 'BEGIN {
    printf "%s: %.1f ms, yardstick %.1f ms, ratio %.2f\n", name, x / 1000, y / 1000, x / y }'
}
