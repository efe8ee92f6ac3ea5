#!/usr/bin/env bash
# The documentation is true: generated pages are those of this program, links lead somewhere, settings are
# accepted, commands run.
. "$(dirname "$0")/../lib.sh"

tools=$SOURCE_DIR/tests/tools
mapfile -t pages < <(cd "$SOURCE_DIR" && git ls-files -co --exclude-standard '*.md' |
  grep -v -e '^templates/' -e '^tests/' -e '^\.github/' | while read -r page; do [ ! -f "$page" ] || echo "$SOURCE_DIR/$page"; done)

# blocks LANGUAGE FILE…: the fenced blocks, as the files blocks/1 …; their places in the array $places.
blocks() {
  mkdir blocks
  mapfile -t places < <(python3 "$tools/code_blocks.py" "$1" blocks "${@:2}")
}

for page in command-line options; do
  it "docs/$page.md is what the program says"
    run diff -u "$SOURCE_DIR/docs/$page.md" <(python3 "$tools/generated_docs.py" "$MOONGATE" "$page")
    [ "$status" = 0 ] || fail "run ./dev docs"
done

it "links lead to files and headings"
  [ ${#pages[@]} -gt 20 ] || fail "only ${#pages[@]} pages"
  run python3 "$tools/check_links.py" "${pages[@]}"
  expect_exit 0
  printf '# A b\n\n[x](other.md) [y](#a-b) [z](#c) `[code](no.md)`\n```\n[code](no.md)\n```\n' >page.md
  run python3 "$tools/check_links.py" page.md
  expect_exit 1
  expect_out_is "page.md: no file other.md"$'\n'"page.md: page.md has no heading #c"

it "the index names every page"
  for page in "$SOURCE_DIR"/docs/*.md; do
    name=$(basename "$page")
    [ "$name" = README.md ] || grep -qF "($name)" "$SOURCE_DIR/docs/README.md" || fail "docs/README.md does not name $name"
  done
  for page in "$SOURCE_DIR"/docs/hosts/*.md; do
    name=$(basename "$page")
    [ "$name" = README.md ] || grep -qF "($name)" "$SOURCE_DIR/docs/hosts/README.md" || fail "docs/hosts/README.md does not name $name"
  done

it "options of the checks' own pages are those of the checks"
  run moongate schema
  for page in "$SOURCE_DIR"/checks/*.md "$SOURCE_DIR"/checks/*/*.md; do
    name=${page#"$SOURCE_DIR/checks/"} name=${name%.md}
    wanted=$(jq -r --arg name "$name" '.properties.checks.properties[$name].properties // {} | keys - ["level", "paths", "stages", "scope", "rules"] | sort | .[]' "$SCRATCH/.out")
    shown=$(awk '/^(## .*)?$/{ inside = 0 } /^\| option /{ inside = 1 } inside' "$page" | grep -oP '^\| `\K[a-z_]+(?=`)' | sort)
    expect_same "options of $name" "$wanted" "$shown"
  done

it "settings in the documentation are accepted"
  blocks toml "${pages[@]}"
  [ ${#places[@]} -gt 8 ] || fail "only ${#places[@]} blocks"
  repository
  write .moongate/checks/no-print.lua 'return { api = 1, summary = "x", added_line = function(line) end }\n'
  write .moongate/checks/todo-issue.lua 'return { api = 1, summary = "x", options = { reference = { default = "#%d+", doc = "x" }, areas = { default = {}, type = "map", doc = "x", fields = { paths = { type = "list", items = "glob", doc = "x" } } } }, added_line = function(line) end }\n'
  for ((number = 1; number <= ${#places[@]}; number++)); do
    # A policy's words, and the settings of a repository.
    if grep -qE '^(locked|\[policy\])|locked = ' "blocks/$number"; then
      rm -f moongate.toml
      run moongate explain --config --policy "blocks/$number"
    else
      cp "blocks/$number" moongate.toml
      run moongate explain --config
    fi
    [ "$status" = 0 ] || fail "${places[number - 1]}: $err"
  done

it "commands in the documentation run"
  blocks console "${pages[@]}"
  [ ${#places[@]} -gt 4 ] || fail "only ${#places[@]} blocks"
  mv blocks ../console && git init -q --bare ../origin.git && repository
  write moongate.toml '[areas.notes]\npaths = ["*.txt"]\n'
  write notes.txt 'one\n' && commit "feat: notes"
  git remote add origin ../origin.git && git push -q origin HEAD:main && git fetch -q
  write more.txt 'two  \n' && commit "feat: more"
  ran=0
  for ((number = 1; number <= ${#places[@]}; number++)); do
    while IFS= read -r line; do
      # What needs more than this program: other tools, an editor's own check, a CI run.
      case $line in
        '$ moongate ci'* | '$ moongate new'* | '$ moongate test'* | *todo-issue* | *ours.json* | *'|'*) continue ;;
        '$ moongate '*) ;;
        *) continue ;;
      esac
      line=${line#'$ '}
      # shellcheck disable=SC2086
      run bash -c "${line%%  #*}"
      case $status in
        0 | 1) ran=$((ran + 1)) ;;
        *) fail "${places[number - 1]}: $line: exit $status" ;;
      esac
    done <"../console/$number"
  done
  [ $ran -gt 5 ] || fail "only $ran commands"

it "the README's check and its test run as they stand"
  blocks lua "$SOURCE_DIR/README.md"
  expect_same "blocks" 2 ${#places[@]}
  repository
  mkdir -p .moongate/checks
  cp blocks/1 .moongate/checks/todo-issue.lua && cp blocks/2 .moongate/checks/todo-issue_test.lua
  run moongate test
  expect_exit 0
  expect_out "1 passed, 0 failed"

it "GitLab's component has the job of the file to include"
  job() { sed -n '/^  image:/,$ p' "$1" | sed -e 's/\$\[\[ inputs.image \]\]/$MOONGATE_IMAGE/' -e 's/"\$\[\[ inputs.stage \]\]"/test/' -e '/inputs.arguments/ d'; }
  run diff <(job "$SOURCE_DIR/hosts/gitlab/moongate.gitlab-ci.yml") <(job "$SOURCE_DIR/templates/moongate/template.yml")
  expect_exit 0
  for input in image stage job arguments; do
    grep -q "^    $input:" "$SOURCE_DIR/templates/moongate/template.yml" || fail "no input $input"
    grep -q "^| \`$input\` " "$SOURCE_DIR/docs/hosts/gitlab.md" || fail "docs/hosts/gitlab.md does not describe $input"
  done

finish
