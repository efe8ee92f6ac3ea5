#!/usr/bin/env bash
# A --fix that is killed at every one of its system calls, in every case (tests/cli/fix-stops.sh).
MOONGATE_STOPS=all exec bash "$(dirname "$0")/../cli/fix-stops.sh"
