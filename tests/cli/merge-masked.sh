#!/usr/bin/env bash
# What other tools quote in their SARIF leaves with no secret in it.
. "$(dirname "$0")/../lib.sh"

it "masks secrets that another tool quotes, in every format"
  repository && write a.c 'one\n' && commit "feat: a"
  secret="aB3dE5gH7jK9"mN1pQ2rS
  jq -n --arg text "bad: glpat-$secret" '{version: "2.1.0", runs: [{tool: {driver: {name: "linter"}},
    results: [{ruleId: "R1", level: "error", message: {text: $text}, locations: [{physicalLocation:
      {artifactLocation: {uri: "a.c"}, region: {startLine: 1, snippet: {text: $text}}}}]}]}]}' >other.sarif
  for format in text json sarif junit checkstyle github gitlab markdown; do
    run moongate merge --range HEAD~1..HEAD other.sarif --format $format
    expect_exit 1
    expect_any "bad: "
    expect_none "$secret"
  done

finish
