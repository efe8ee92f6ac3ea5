#!/usr/bin/env bash
# What someone accepted in place, by a comment, or in moongate.toml, by [[ignore]].
. "$(dirname "$0")/../lib.sh"

# Findings of a check in one file, as "RULE-OR-CHECK:LINE".
expect_findings() {
  expect_json '[.findings[] | "\(.check)\(if .rule == "" or .rule == null then "" else "/" + .rule end):\(.line // 0)"] | sort | join(" ")' "$1"
}
# The lines where `print` and `debug` are reported by a check of the repository's own.
own_check() {
  write .moongate/checks/words.lua 'return { api = 1, summary = "Words", rules = { print = { summary = "print" }, debug = { summary = "debug" } },
  added_line = function(line)
    for _, rule in ipairs({ "print", "debug" }) do
      if line.text:find(rule .. "!", 1, true) then line:report(rule, { rule = rule }) end
    end
  end }\n'
}
own_repository() { repository && own_check && commit "feat: a check"; }
staged() { write "$1" "$2" && git add . && run moongate check --format json; }

it "a comment behind code means its own line"
  own_repository
  staged a.py 'print!  # moongate:ignore words made up\nprint!\n'
  expect_exit 1
  expect_findings words/print:2
  expect_json .summary.suppressed 1

it "a comment on a line of its own means the next line, several in a row the line below them"
  own_repository
  staged a.py '# moongate:ignore words made up\nprint!\nprint!\n'
  expect_findings words/print:3
  staged a.py '# moongate:ignore words/print made up\n# moongate:ignore words/debug made up\nprint! debug!\nprint!\n'
  expect_findings words/print:4
  expect_json .summary.suppressed 2
  staged a.py '# moongate:ignore words/print made up\n\nprint!\n'
  expect_findings "moongate/unused-ignore:1 words/print:3"

it "names several checks, a check's rule, and a group"
  own_repository
  staged a.py 'print! debug!  # moongate:ignore words/debug made up\n'
  expect_findings words/print:1
  staged a.py 'print! debug!  # moongate:ignore words/debug, words/print made up\n'
  expect_findings ""
  expect_json .summary.suppressed 2
  staged a.py '# moongate:ignore words, lint/trailing-whitespace made up\nprint! \n'
  expect_findings ""
  staged a.py '# moongate:ignore lint made up\nprint! \n'
  expect_findings words/print:2
  staged a.py '# moongate:ignore lint/final-newline made up\nblank \n'
  expect_findings "lint/trailing-whitespace:2 moongate/unused-ignore:1"

it "every language's own comment signs will do"
  own_repository
  number=0
  while IFS='|' read -r name before after; do
    number=$((number + 1))
    staged "$name" "code print! $before moongate:ignore words made up${after:+ $after}\n$before moongate:ignore words made up${after:+ $after}\nprint!\nprint!\n"
    expect_findings words/print:4
    expect_json .summary.suppressed 2
    git rm -qf "$name"
  done <<'LANGUAGES'
a.c|/*|*/
a.cpp|//|
a.py|#|
a.lua|--|
a.sql|--|
a.html|<!--|-->
a.css|/*|*/
a.js|//|
a.go|//|
a.rs|//|
a.sh|#|
a.yml|#|
a.toml|#|
a.tex|%%|
a.el|;;|
a.ini|;|
a.md|<!--|-->
Dockerfile|#|
LANGUAGES
  expect_same "languages" 18 "$number"

it "a string that holds the marker accepts nothing, and nothing is said of it"
  own_repository
  for line in 'a.py|print! "# moongate:ignore words made up"' 'a.c|print!("// moongate:ignore words made up");' \
    'a.js|print!(`// moongate:ignore words`)' 'a.lua|print!([[-- moongate:ignore words]])' \
    "a.sh|print! '# moongate:ignore words'" 'a.sql|print! "-- moongate:ignore words"' \
    'a.json|{"a": "print! // moongate:ignore words"}' 'a.md|print! `moongate:ignore words`' \
    'a.yml|a: "print! # moongate:ignore words"'; do
    staged "${line%%|*}" "${line#*|}\n"
    expect_exit 1
    expect_findings words/print:1
    expect_json .summary.suppressed 0
    git rm -qf "${line%%|*}"
  done
  staged a.sh 'cat <<EOF\nclean  # moongate:ignore words made up\nEOF\nclean # "moongate:ignore words"\n'
  expect_findings moongate/unused-ignore:4
  # Where a string and a comment share a line, the comment counts.
  staged a.sh 'print! "moongate:ignore none"  # moongate:ignore words made up\n'
  expect_findings ""
  expect_json .summary.suppressed 1

it "a string that holds the marker relaxes nothing"
  own_repository
  staged a.py 'clean = "# moongate:ignore words made up"\n'
  expect_exit 0
  expect_json '.relaxed | length' 0
  staged a.py 'clean = 1  # moongate:ignore words made up\n'
  expect_json '.relaxed | length' 1

it "secrets are accepted in place, and then shown nowhere"
  repository
  token=gh"p_"a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8
  staged a.py "key = '$token'\\n"
  expect_exit 1
  staged a.py "key = '$token'  # moongate:ignore secrets made up\\n"
  expect_exit 0
  expect_json '.findings | length' 0
  expect_json '.summary.suppressed > 0' true
  git commit -qm "feat: key"
  run moongate check --range HEAD~1..HEAD --format json
  expect_exit 0

it "a comment without a name accepts nothing"
  own_repository
  staged a.py 'print!  # moongate:ignore\n'
  expect_exit 1
  expect_findings words/print:1
  expect_json .summary.suppressed 0

it "an unused comment is a note, only where its check looked and found nothing"
  own_repository
  staged a.py 'clean  # moongate:ignore words made up\n'
  expect_exit 0
  expect_findings moongate/unused-ignore:1
  expect_json '.findings[0].level' note
  expect_json '.findings[0].message | contains("moongate:ignore words is not needed")' true
  run moongate check --check lint --format json
  expect_findings ""
  run moongate check --skip words --format json
  expect_findings ""
  write moongate.toml '[checks.words]\nlevel = "off"\n'
  run moongate check --format json
  expect_findings ""
  write moongate.toml '[checks.words]\npaths = { exclude = ["a.py"] }\n'
  run moongate check --format json
  expect_findings ""
  write moongate.toml '[checks.words.rules]\nprint = "off"\n'
  staged a.py 'clean  # moongate:ignore words/print made up\n'
  expect_findings ""

it "a name that no check or rule has is a note, with the one that was meant"
  own_repository
  staged a.py 'print!  # moongate:ignore word made up\n'
  expect_exit 1
  expect_findings "moongate/unknown-ignore:1 words/print:1"
  expect_json '.findings[] | select(.check == "moongate") | .help' "did you mean 'words'?"
  staged a.py 'print!  # moongate:ignore words/prnt, pylint/x made up\n'
  expect_findings "moongate/unknown-ignore:1 moongate/unknown-ignore:1 words/print:1"
  expect_json '[.findings[] | select(.check == "moongate") | .help] | sort | join(" ")' \
    "\`moongate list\` shows the checks did you mean 'words/print'?"
  # Also where none of the checks ran that it could mean, and where the line below is old.
  run moongate check --check size-limit --format json
  expect_findings "moongate/unknown-ignore:1 moongate/unknown-ignore:1"
  staged a.py 'print!\n'
  git commit -qm "feat: old"
  staged a.py '# moongate:ignore wrods made up\nprint!\n'
  expect_findings moongate/unknown-ignore:1
  git commit -qm "feat: comment"
  staged a.py '# moongate:ignore wrods made up\nprint!\nmore\n'
  expect_findings ""

it "a check that cannot be loaded is no unknown name"
  own_repository
  write .moongate/checks/broken.lua 'return {\n'
  staged a.py 'clean  # moongate:ignore broken made up\n'
  expect_exit 2
  expect_findings ""

it "one name of two that is not needed is named alone"
  own_repository
  staged a.py 'print!  # moongate:ignore words/print, words/debug made up\n'
  expect_findings moongate/unused-ignore:1
  expect_json '.findings[0].message | contains("words/debug")' true

it "an old comment is not judged by a change that does not touch its line"
  own_repository
  write a.py 'clean  # moongate:ignore words made up\n'
  commit "feat: a"
  staged a.py 'clean  # moongate:ignore words made up\nmore\n'
  expect_findings ""
  run moongate check --all --format json
  expect_findings moongate/unused-ignore:1

it "a check that fails does not make its comments unused"
  repository
  write .moongate/checks/broken.lua 'return { api = 1, summary = "Broken", added_line = function(line) error("oops") end }\n'
  staged a.py 'clean  # moongate:ignore broken made up\n'
  expect_exit 2
  expect_json '[.findings[] | select(.rule == "unused-ignore")] | length' 0

it "[[ignore]] with paths"
  own_repository
  write moongate.toml '[[ignore]]\ncheck = "words"\npaths = ["data/**"]\nreason = "made up"\n'
  write data/a.json 'print!\n'
  staged a.json 'print! debug!\n'
  expect_json '[.findings[].path] | unique | join(" ")' a.json
  expect_json .summary.suppressed 1
  write moongate.toml '[[ignore]]\ncheck = "words/print"\npaths = ["*.json"]\n'
  run moongate check --format json
  expect_findings words/debug:1
  expect_json .summary.suppressed 2

it "[[ignore]] that accepts nothing is a note, in a run over everything"
  own_repository
  write moongate.toml '[[ignore]]\ncheck = "words/print"\npaths = ["data/**"]\n\n[[ignore]]\ncheck = "words"\npaths = ["old/**", "*.old"]\n'
  write sub/moongate.toml '\n[[ignore]]\ncheck = "lint"\n'
  write data/a.json 'print!\n'
  staged a.json 'good\n'
  expect_findings ""
  commit "feat: files"
  run moongate check --all --format json
  expect_exit 0
  expect_json '[.findings[] | "\(.path):\(.line) \(.check)/\(.rule)"] | join(" ")' \
    'moongate.toml:5 moongate/unused-ignore sub/moongate.toml:2 moongate/unused-ignore'
  expect_json '.findings[0].message' '[[ignore]] of words in old/**, *.old is not needed: nothing is found there'
  expect_json .summary.notes 2
  run moongate check --all
  expect_out "moongate.toml:5"
  # What was not looked for, or is not all in this tree, is not judged.
  for narrow in "--check lint" "--skip words" "--skip words/debug" "a.json" "--range HEAD~1..HEAD" "--config moongate.toml" "--config-from HEAD"; do
    # shellcheck disable=SC2086
    run moongate check $([[ $narrow == --range* ]] || echo --all) $narrow --format json
    expect_json '[.findings[] | select(.path == "moongate.toml")] | length' 0
  done
  write moongate.toml '[checks.words]\nlevel = "off"\n[[ignore]]\ncheck = "words"\npaths = ["old/**"]\n
[[ignore]]\ncheck = "secrets"\npaths = ["old/**"]\n[[ignore]]\ncheck = "lint/final-newline"\ncommits = ["1234567"]\npaths = ["old/**"]\n'
  run moongate check --all --format json
  expect_json '[.findings[] | select(.path == "moongate.toml")] | length' 0
  write moongate.toml '[[ignore]]\ncheck = "words/print"\npaths = ["old/**"]\n'
  write .moongate/checks/words.lua 'return { api = 1, summary = "x", rules = { print = { summary = "x" } }, file = function() error("no") end }\n'
  run moongate check --all --format json
  expect_exit 2
  expect_json '[.findings[] | select(.path == "moongate.toml")] | length' 0
  # Nor is it accepted: it is to be removed.
  run moongate baseline
  expect_no_out unused-ignore

it "[[ignore]] in a nested file means its directory"
  own_repository
  write data/moongate.toml '[[ignore]]\ncheck = "words"\n'
  write data/a.json 'print!\n'
  write database/a.json 'print!\n'
  staged a.json 'print!\n'
  expect_json '[.findings[].path] | join(" ")' 'a.json database/a.json'
  expect_json .summary.suppressed 1

it "[[ignore]] with commits: whole ids and their first digits"
  repository
  git commit -q --allow-empty -m "first without type"
  first=$(git rev-parse HEAD)
  git commit -q --allow-empty -m "second without type"
  for id in $first ${first:0:7} ${first:0:12}; do
    write moongate.toml "[checks.conventional-commits]\\n[[ignore]]\\ncheck = \"conventional-commits\"\\ncommits = [\"$id\"]\\n"
    run moongate check --range HEAD~2..HEAD --format json
    expect_exit 1
    expect_json '[.findings[].commit] | unique | join(" ")' "$(git rev-parse HEAD)"
    expect_json '.summary.suppressed > 0' true
  done
  write moongate.toml "[[ignore]]\\ncheck = \"conventional-commits\"\\ncommits = [\"${first:0:6}\"]\\n"
  run moongate check --range HEAD~2..HEAD
  expect_exit 2
  expect_err "moongate.toml:3"

it "[[ignore]] with branches"
  repository
  for branch in keep/one other; do
    git checkout -q -b $branch main
    write ${branch%/*}.txt 'text\n' && commit "feat: $branch"
    git checkout -q main && git merge -q --no-ff --no-edit $branch >/dev/null
  done
  run moongate check --branches --format json
  expect_json '[.findings[].branch] | sort | join(" ")' 'keep/one other'
  write moongate.toml '[[ignore]]\ncheck = "dead-branches"\nbranches = ["keep/*"]\n'
  run moongate check --branches --format json
  expect_json '[.findings[].branch] | join(" ")' other
  expect_json .summary.suppressed 1

it "[[ignore]] needs a place, and all that it names must fit"
  own_repository
  write moongate.toml '[[ignore]]\ncheck = "words"\nreason = "everything"\n'
  run moongate check
  expect_exit 2
  expect_err "moongate.toml:1"
  write moongate.toml '[[ignore]]\npaths = ["a.txt"]\n'
  run moongate check
  expect_exit 2
  expect_err "moongate.toml:1"
  write moongate.toml '[[ignore]]\ncheck = "wrods"\npaths = ["a.txt"]\n'
  run moongate check
  expect_exit 2
  expect_err "moongate.toml:2"
  expect_err "words"
  write moongate.toml '[[ignore]]\ncheck = "words"\npaths = ["a.json"]\ncommits = ["0123456"]\n'
  staged a.json 'print!\n'
  expect_exit 1
  expect_findings words/print:1

it "suppressed findings are counted in the text too"
  own_repository
  write a.py 'print!  # moongate:ignore words made up\n'
  git add .
  run moongate check
  expect_exit 0
  expect_out "1 suppressed"

finish
