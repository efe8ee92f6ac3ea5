#!/usr/bin/env bash
# label: slow
# The same change, the same findings: made-up changes go through hooks, a GitHub container, Jenkins and
# GitLab, each set up as that host does it (parity.py). MOONGATE_PARITY_SEED and
# MOONGATE_PARITY_CHANGES ask for others, and for more.
seed=${MOONGATE_PARITY_SEED:-6} changes=${MOONGATE_PARITY_CHANGES:-208}
. "$(dirname "$0")/../lib.sh"
store=$SCRATCH/store
trap '"$SOURCE_DIR/tests/hosts/container" remove "$store"; chmod -R u+w "$SCRATCH" 2>/dev/null; rm -rf "$SCRATCH"' EXIT
"$SOURCE_DIR/tests/hosts/container" build "$store" >/dev/null || { echo "0 passed, 1 failed"; exit 1; }
python3 "$SOURCE_DIR/tests/hosts/parity.py" --store "$store" --directory "$SCRATCH/parity" \
  --program "$MOONGATE" --seed "$seed" --changes "$changes"
