#!/usr/bin/env bash
# --fix changes no values: strings, snapshots, and files whose bytes Git keeps.
. "$(dirname "$0")/../lib.sh"

staged() { git show ":$1"; }

it "leaves what is in a string, and fixes what is next to it"
  repository
  write a.js 'const a = `one  \n`;  \nconst b = 1;  \n' && git add a.js
  run moongate check --format json
  expect_exit 1
  expect_json '[.findings[] | {line, fix: has("fixes")}] | map(.fix)' '[false,true,true]'
  run moongate check --fix --format json
  expect_exit 1
  expect_json .summary.fixed 2
  expect_json '[.findings[].line]' '[1]'
  expect_same staged "$(printf 'const a = `one  \n`;\nconst b = 1;\n')" "$(staged a.js)"
  expect_same "working tree" "$(printf 'const a = `one  \n`;\nconst b = 1;\n')" "$(cat a.js)"

it "leaves it in a patch, too"
  repository
  write a.py 'a = """one  \n"""\nb = 1  \n' && git add a.py
  run moongate check --fix=patch
  expect_exit 1
  expect_out "-b = 1"
  expect_no_out "-a = "

it "leaves snapshots and files that attributes call -text"
  repository
  write .gitattributes '*.raw -text\n[attr]exact -text\n*.dat exact\n'
  mkdir d && write d/.gitattributes 'a.raw text\n'
  for file in a.snap a.raw a.dat d/a.raw a.txt; do write $file 'one  \n'; done
  git add .
  run moongate check --fix --format json
  expect_exit 1
  expect_json '[.findings[].path]' '["a.dat","a.raw"]'
  for file in a.snap a.raw a.dat; do expect_same $file "one  " "$(staged $file)"; done
  for file in d/a.raw a.txt; do expect_same $file "one" "$(staged $file)"; done

it "takes attributes from the index, not from the working tree or this machine"
  repository
  write a.one 'one  \n' && write a.two 'two  \n' && write .gitattributes '*.one -text\n' && git add .
  write .gitattributes '*.two -text\n'
  mkdir -p .git/info && write .git/info/attributes '*.two -text\n'
  git config core.attributesFile "$PWD/mine" && write mine '* -text\n'
  run moongate check --fix --format json
  expect_exit 1
  expect_same one "one  " "$(staged a.one)"
  expect_same two "two" "$(staged a.two)"

it "finds nothing in files that attributes call binary, and says so where the change calls them that"
  repository
  write .gitattributes '*.golden binary\n' && commit "build: attributes"
  write a.golden 'one  \n' && git add .
  run moongate check --format json
  expect_exit 0
  expect_json .summary.relaxed 0
  git reset -q --hard
  write a.c 'int a;  \n' && write .gitattributes '*.c binary\n' && git add .
  run moongate check --format json
  expect_exit 0
  expect_json .summary.relaxed 1

finish
