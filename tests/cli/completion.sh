# Completion scripts, help and the manual page, made of the flags' one declaration.
. "$(dirname "$0")/../lib.sh"

# completes WORDS…: what bash offers for the last of them, blanks between.
completes() {
  last_command="completes $*"
  out=$(bash --norc -c '
    source <(moongate completion bash)
    COMP_WORDS=(moongate "$@")
    COMP_CWORD=$#
    _moongate
    printf "%s\n" "${COMPREPLY[@]}" | LC_ALL=C sort | tr "\n" " "' - "$@" 2>"$SCRATCH/.err")
  status=$? err=$(cat "$SCRATCH/.err")
}
has() { [[ " $out " == *" $1 "* ]] || fail "$1 is not offered"; }
has_not() { [[ " $out " != *" $1 "* ]] || fail "$1 is offered"; }

it "bash: commands, flags and values"
  repository
  completes che
  expect_out_is "check "
  completes -C . sch
  expect_out_is "schema "
  completes check --
  for flag in --staged --range --all --format --fail-on --shard --color; do has $flag; done
  completes merge --
  has --format
  has_not --shard
  completes check --fail-on w
  expect_out_is "warning "
  completes check --format s
  expect_out_is "sarif "
  completes check --format = s
  expect_out_is "sarif "
  completes check --fix = pa
  expect_out_is "patch "
  completes --color ne
  expect_out_is "never "
  completes check --color ne
  expect_out_is "never "
  completes check --check size
  expect_out_is "size-limit "
  completes explain secr
  expect_out_is "secrets "
  completes completion f
  expect_out_is "fish "
  completes help ba
  expect_out_is "baseline "
  completes new x --kind li
  expect_out_is "line "
  git branch topic
  completes check --all = to
  expect_out_is "topic "
  completes check --range to
  expect_out_is "topic "
  touch report.json
  completes merge rep
  expect_out_is "report.json "

it "offers a team's own checks"
  repository
  write .moongate/checks/no-print.lua 'return { api = 1, summary = "s", added_line = function() end }'
  completes check --skip no-p
  expect_out_is "no-print "

it "every flag of every command is in every script and in the manual page"
  for shell in bash zsh fish; do moongate completion $shell >$shell; done
  run moongate help --man
  cp "$SCRATCH/.out" man
  commands=$(moongate help | sed -n '/^Subcommands:/,$s/^  \([a-z]*\) .*/\1/p')
  [ "$(wc -w <<<"$commands")" -gt 12 ] || fail "no commands in help: $commands"
  for command in $commands; do
    run moongate help "$command"
    expect_exit 0
    for flag in $(grep -oE -- '--[a-z][a-z-]+' <<<"$(sed -n 's/^  \(-[^ ]*\).*/\1/p' <<<"$out")"); do
      grep -qF -- "$flag" bash || fail "bash: $command $flag"
      grep -qF -- "$flag" zsh || fail "zsh: $command $flag"
      grep -qE -- "-l ${flag#--}( |$)" fish || fail "fish: $command $flag"
      [ "$flag" = --help ] || grep -qF -- "${flag//-/\\-}" man || fail "man: $command $flag"
    done
  done

it "zsh and fish read theirs"
  for shell in zsh fish; do
    moongate completion $shell >script
    ! command -v $shell >/dev/null || { run $shell -n script; expect_exit 0; expect_none error; }
  done
  if command -v fish >/dev/null; then
    moongate completion fish >script
    run fish -c 'source script; complete -C "moongate check --fail-on w"'
    expect_out "warning"
    run fish -c 'source script; complete -C "moongate unins"'
    expect_out "uninstall"
  fi

it "says what is wrong"
  run moongate completion tcsh
  expect_exit 2
  expect_err "tcsh"
  run moongate completion
  expect_exit 2
  run moongate help chek
  expect_exit 2
  expect_err "did you mean 'check'"
  run moongate help --man check
  expect_exit 2

it "help of a command is what --help says"
  run moongate help check
  help=$out
  run moongate check --help
  expect_out_is "$help"

finish
