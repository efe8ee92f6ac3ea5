#!/usr/bin/env bash
# Compares the `commitlint` option of conventional-commits with commitlint itself, rule by rule, over random messages
# and configurations: tests/compare/commitlint.sh MOONGATE [SEED [MESSAGES [CONFIGURATIONS]]]. Needs node, npm, python3.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
moongate=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && npm init -y >/dev/null &&
  npm install --silent @commitlint/lint@21.2.4 @commitlint/rules@21 conventional-changelog-conventionalcommits \
    conventional-changelog-angular >/dev/null)
node "$here/commitlint/generate.mjs" "$folder/out" "$folder" "${2:-1}" "${3:-600}" "${4:-20}"
python3 "$here/commitlint/compare.py" "$moongate" "$folder/out"
