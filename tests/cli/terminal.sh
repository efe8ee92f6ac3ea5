# label: slow
# What a person sees: colours, links, width and progress on a terminal, and none of it anywhere else.
. "$(dirname "$0")/../lib.sh"
esc=$'\e'

# on_terminal COLUMNS COMMAND…: its output on a terminal of that width, stderr too, as $out.
on_terminal() {
  local columns=$1
  shift
  last_command="on a terminal: $*"
  script -qec "stty cols $columns rows 50; $*" /dev/null </dev/null >"$SCRATCH/.out" 2>&1
  status=$?
  out=$(tr -d '\0\r' <"$SCRATCH/.out") err=""
}
for name in TMUX STY TERM_PROGRAM VTE_VERSION KITTY_WINDOW_ID WT_SESSION KONSOLE_VERSION DOMTERM FORCE_COLOR \
  CLICOLOR_FORCE; do unset "$name"; done
export TERM=xterm-256color

findings() {
  repository
  write "src/a b.c" 'int a;  \n' && write b.c 'b\t\n' && write moongate.toml '[checks.size-limit]\nlevel = "off"\n'
  git add -A
}
# The text without colours and links.
plain() { sed -E "s/$esc\][^$esc]*$esc\\\\//g; s/$esc\[[0-9;]*m//g" <<<"$out"; }
widest() { plain | wc -L; }

it "is plain when piped, and the same every time except for the time"
  findings
  run moongate check
  expect_exit 1
  expect_none "$esc"
  expect_none $'\r'
  first=$(sed -E 's/[0-9.]+ m?s\)/T)/' <<<"$out")
  FORCE_HYPERLINK=1 VTE_VERSION=7000 run moongate check
  expect_same "twice" "$first" "$(sed -E 's/[0-9.]+ m?s\)/T)/' <<<"$out")"

it "colours on a terminal, unless told otherwise"
  findings
  on_terminal 80 moongate check
  expect_exit 1
  expect_out "$esc[1;31m"
  for off in "--color never check" "check --color never"; do
    on_terminal 80 moongate $off
    expect_no_out "$esc["
  done
  NO_COLOR=1 on_terminal 80 moongate check
  expect_no_out "$esc["
  TERM=dumb on_terminal 80 moongate check
  expect_no_out "$esc["
  NO_COLOR= on_terminal 80 moongate check
  expect_out "$esc["
  run moongate check --color always
  expect_out "$esc[1;31m"
  expect_no_out "$esc]8"
  FORCE_COLOR=1 run moongate check
  expect_out "$esc["
  run moongate check --color sometimes
  expect_exit 2

it "the colours are the terminal's own sixteen: none that one ground swallows"
  findings
  on_terminal 80 moongate check
  other=$(grep -oE "$esc\[[0-9;]*m" <<<"$out" | LC_ALL=C sort -u | tr -d "$esc" |
    grep -vE '^\[(0|1|2|32|1;3[1236])m$')
  expect_same "other styles" "" "$other"

it "links files and rules where the terminal is known to show links"
  findings
  on_terminal 80 moongate check
  expect_no_out "$esc]8"
  VTE_VERSION=7000 on_terminal 80 moongate check
  expect_out "$esc]8;;file://"
  expect_out "$PWD/src/a%20b.c$esc\\"
  TERM=xterm-kitty on_terminal 80 moongate check
  expect_out "$esc]8;;file://"
  VTE_VERSION=7000 TMUX=x on_terminal 80 moongate check
  expect_no_out "$esc]8"
  VTE_VERSION=7000 on_terminal 80 moongate check --color never
  expect_no_out "$esc]8"
  # A file that is not in the working tree cannot be opened.
  rm b.c
  VTE_VERSION=7000 on_terminal 80 moongate check
  expect_no_out "$PWD/b.c"

it "stays within the width"
  repository
  write src/deep/tree/with/a/component_with_a_long_name.ts 'const token = "gh''p_012345678901234567890123456789abcdEF";\nlet y = 2;   '
  printf 'x%.0s' $(seq 500) >long.js && printf '  \n' >>long.js
  write moongate.toml '[checks.conventional-commits]\nlevel = "warning"\n[checks.secrets]\nlevel = "warning"\n'
  git add -A
  for columns in 60 80 200; do
    on_terminal $columns moongate check
    expect_exit 1
    got=$(widest)
    [ "$got" -le $columns ] || fail "a line of $got columns on a terminal of $columns"
  done
  [ "$got" -gt 80 ] || fail "only $got of 200 columns are used"

it "breaks what it says on stderr at blanks, too"
  repository
  write .moongate/checks/err.lua 'return { api = 1, summary = "s", change = function(c) error(c.nothing.x) end }\n'
  write a.c 'a\n' && git add a.c
  on_terminal 70 moongate check
  expect_exit 2
  got=$(widest)
  [ "$got" -le 70 ] || fail "a line of $got columns on a terminal of 70"
  expect_same "the note" "moongate: note: .moongate/checks/err.lua is not committed: a hook or
    CI would not see it yet" "$(plain | head -n 2)"
  expect_same "the same words" "$(moongate check 2>&1 >/dev/null | tr -s ' \n' ' ')" \
    "$(plain | sed '/^error: [0-9]/,$d' | tr -s ' \n' ' ')"

it "marks the span under tabs and wide characters"
  repository
  write a.c '\tif (x) {  \n日本語  \n' && git add a.c
  on_terminal 80 moongate check --color never
  expect_out $'    1 |     if (x) {··\n      |             ^^'
  expect_out $'    2 | 日本語··\n      |       ^^'

it "shows progress on a terminal when work takes longer than half a second, and wipes it"
  repository
  write .moongate/checks/slow.lua 'return { api = 1, summary = "s", changed_file = function()
    for i = 1, 2e7 do end end }\n'
  write moongate.toml '[limits]\ncheck_time = "60s"\n'
  for i in $(seq 20); do write "f$i.c" "$i\n"; done
  git add -A
  on_terminal 80 moongate check --jobs 1
  expect_exit 0
  expect_out "checking "
  expect_out " of "
  expect_out "$esc[K"
  on_terminal 80 moongate check --jobs 1 --quiet
  expect_no_out "checking "
  run moongate check --jobs 1
  expect_none "checking "

it "--quiet says nothing where there is nothing to fix"
  repository
  run moongate check --quiet
  expect_exit 0
  expect_same "all that is said" "" "$out$err"
  findings
  run moongate check --quiet
  expect_exit 1
  expect_out "trailing whitespace"

finish
