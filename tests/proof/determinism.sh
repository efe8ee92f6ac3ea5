#!/usr/bin/env bash
# The long version of tests/cli/determinism.sh: minutes instead of seconds.
MOONGATE_DETERMINISM=long exec bash "$(dirname "$0")/../cli/determinism.sh"
