#!/usr/bin/env bash
# Commands that only look, killed at many more moments (tests/git/never_writes.sh).
MOONGATE_ROUNDS=${MOONGATE_ROUNDS:-400} exec bash "$(dirname "$0")/../git/never_writes.sh"
