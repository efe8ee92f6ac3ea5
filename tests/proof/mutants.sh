#!/usr/bin/env bash
# Each built-in and example check is changed in small ways, and some case of its test must notice.
cd "$(dirname "$0")/../.." || exit 1
"${MOONGATE:-build/release/moongate}" test --mutate checks lua examples/checks
