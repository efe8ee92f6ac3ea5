#!/usr/bin/env bash
# tests/messages.txt holds every text of the program: who changes one sees it there among the others.
. "$(dirname "$0")/../lib.sh"

it "tests/messages.txt is up to date"
  run diff -u "$SOURCE_DIR/tests/messages.txt" <(python3 "$SOURCE_DIR/tests/tools/messages.py")
  [ "$status" = 0 ] || fail "the texts of the program differ from tests/messages.txt: run ./dev messages, and read what changed"

it "the list is not empty, and holds no code"
  run grep -c '^  ' "$SOURCE_DIR/tests/messages.txt"
  [ "$out" -gt 1000 ] || fail "only $out texts"
  run grep -nE '^  (local |return \{)' "$SOURCE_DIR/tests/messages.txt"
  expect_exit 1

it "texts that are put together are one line"
  run grep -c '{…}' "$SOURCE_DIR/tests/messages.txt"
  [ "$out" -gt 300 ] || fail "only $out joined texts"

finish
