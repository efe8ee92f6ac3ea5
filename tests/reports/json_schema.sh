#!/usr/bin/env bash
# Ajv holds our JSON to our published schema, and our SARIF to the official one.
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"
node_validators
node "$here/validate.cjs" "$samples" "$root/docs/report.schema.json"
