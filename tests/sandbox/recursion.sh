#!/usr/bin/env bash
# That no function of tree-sitter's core calls itself as deeply as a file is nested: the compiler's call graph
# of the patched sources has only the recursions that no file reaches.
. "$(dirname "$0")/../lib.sh"

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
deps=${MOONGATE_DEPS:-$root/build/deps}

it "tree-sitter's core recurses over queries and in a debugging aid alone"
  sources=$(ls -d "$deps"/sources-*/tree-sitter 2>/dev/null | head -n 1)
  if [ -z "$sources" ] || ! gcc -fcallgraph-info=su -E -x c /dev/null >/dev/null 2>&1; then
    echo "skipped: needs the sources in $deps and a GCC with -fcallgraph-info" >&2
  else
    cp -R "$sources" core
    for patch in "$root"/third_party/patches/tree-sitter/*.patch; do
      patch -d core -p1 -F0 -s <"$patch"
    done
    # Without optimisation, so that nothing is inlined into a caller and no tail call hides a recursion.
    gcc -std=c11 -O0 -w -c -fcallgraph-info=su -D_DEFAULT_SOURCE -Icore/include -Icore/src core/src/lib.c -o lib.o
    recursive=$(python3 - lib.ci <<'PYTHON'
import re, sys

calls = {}
for line in open(sys.argv[1]):
    found = re.search(r'edge: \{ sourcename: "([^"]*)" targetname: "([^"]*)"', line)
    if found:
        calls.setdefault(found[1], set()).add(found[2])
assert len(calls) > 100, "this is no call graph"


def reaches_itself(start):
    seen, left = set(), list(calls[start])
    while left:
        name = left.pop()
        if name == start:
            return True
        if name not in seen:
            seen.add(name)
            left.extend(calls.get(name, ()))
    return False


print(" ".join(sorted(name.split(":")[-1] for name in calls if reaches_itself(name))))
PYTHON
    )
    expect_same "recursive functions" "ts_query__parse_pattern ts_subtree__print_dot_graph" "$recursive"
  fi

it "a file that takes too much to parse is named, and everything else goes on"
  repository
  write moongate.toml '[limits]\ncheck_memory = "1MiB"\n'
  awk 'BEGIN { for (i = 0; i < 60000; i++) printf "(a)(b)*"; print "" }' >a.c
  write b.py 'import pdb\npdb.set_trace()\n'
  git add -A
  run timeout 600 moongate check --staged --format json --check lint/debugger-statement
  expect_exit 3
  expect_json '[.problems[] | select(.path == "a.c" and (.message | contains("not checked by syntax")))] | length' 1
  expect_json '[.findings[] | select(.path == "b.py")] | length' 1

finish
