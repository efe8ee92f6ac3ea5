# Hooks that Git's configuration names (Git 2.54 and later) do not run in the middle of what Moongate
# asks of `git`, in neither of the two spellings that switch them off. With a Git that has them:
# MOONGATE_TEST_GIT_254=PATH/TO/git, else the one on PATH. With any Git: what it is told.
new_git=${MOONGATE_TEST_GIT_254:-}
. "$(dirname "$0")/../lib.sh"

# Whether this git runs configured hooks.
runs_config_hooks() {
  local repository=$SCRATCH/probe
  rm -rf "$repository" && "$1" init -q "$repository" &&
    "$1" -C "$repository" config hook.probe.event post-index-change &&
    "$1" -C "$repository" config hook.probe.command "touch '$repository/ran'" &&
    touch "$repository/file" && "$1" -C "$repository" add file && [ -e "$repository/ran" ]
}
if [ -n "$new_git" ]; then
  [ -x "$new_git" ] || { echo "MOONGATE_TEST_GIT_254: no program $new_git" >&2; exit 1; }
else
  new_git=$(command -v git)
fi
mkdir -p "$SCRATCH/new"

staged_fix() {
  repository "$@"
  write a.txt 'one  \n' && git add a.txt
}
# hook NAME EVENT: its command leaves a file behind.
hook() {
  git config --add "hook.$1.event" "$2"
  git config "hook.$1.command" "touch '$PWD/ran'; echo \"\$0\" >>'$PWD/ran'; false"
}

if runs_config_hooks "$new_git"; then
  cat >"$SCRATCH/new/git" <<E2
#!/bin/sh
exec "$new_git" "\$@"
E2
  chmod +x "$SCRATCH/new/git"
  PATH="$SCRATCH/new:$PATH"
  echo "with $("$new_git" version)"

  it "runs no configured hook while it writes the index"
    staged_fix
    hook evil post-index-change
    hook 'a=b "c" d' post-index-change
    run moongate check --fix
    expect_exit 0
    expect_no_file ran
    expect_same staged one "$(git show :a.txt)"
    git update-index --refresh >/dev/null
    write b.txt 'b\n' && git add b.txt
    expect_file ran # Git itself does run them

  it "runs none that hides behind a name like its event"
    staged_fix
    # Then `hook.post-index-change.enabled` is about a hook of that name, and not about the event.
    git config hook.post-index-change.parallel true
    hook evil post-index-change
    run moongate check --fix
    expect_exit 0
    expect_no_file ran

  it "runs none that the user's own configuration brings, or one that is included"
    staged_fix
    git config --global hook.mine.event post-index-change
    git config --global hook.mine.command "touch '$PWD/ran'"
    git config --file more hook.included.event post-index-change
    git config --file more hook.included.command "touch '$PWD/ran'"
    git config include.path ../more
    run moongate check --fix
    expect_exit 0
    expect_no_file ran
    git config --global --remove-section hook.mine

  it "fixes although a configured hook has no command"
    staged_fix
    git config hook.broken.event post-index-change
    run moongate check --fix
    expect_exit 0
    expect_same staged one "$(git show :a.txt)"

  it "runs no hook while it fetches"
    repository origin
    for n in 1 2 3; do (cd origin && write "$n.txt" "$n\n" && commit "feat: $n"); done
    git clone -q --depth 1 "file://$PWD/origin" clone && cd clone || exit 1
    hook evil reference-transaction
    hook evil pre-auto-gc
    printf '#!/bin/sh\ntouch "%s/ran"\n' "$PWD" >.git/hooks/reference-transaction
    chmod +x .git/hooks/reference-transaction
    git config gc.auto 1
    run env GIT_CONFIG_PARAMETERS="'hook.evil.enabled=true'" moongate check --fetch --range HEAD~2..HEAD
    expect_exit 0
    expect_no_file ran
    git rev-parse -q --verify HEAD~2 >/dev/null || fail "nothing was fetched"
else
  echo "SKIPPED: $("$new_git" version) has no configured hooks; MOONGATE_TEST_GIT_254=PATH/TO/git names one that has"
fi

# ---- with any Git

# A git that writes down what it is told. It knows two hooks, as Git 2.54 would.
real_git=$(PATH=${PATH#"$SCRATCH/new:"} command -v git)
mkdir -p "$SCRATCH/fake"
cat >"$SCRATCH/fake/git" <<E2
#!/bin/bash
printf '%s\n' "\$*" >>"$SCRATCH/told"
printf '%s\n' "false is \$MOONGATE_GIT_FALSE" >>"$SCRATCH/told"
for word; do
  if [ "\$word" = --get-regexp ]; then printf 'hook.lint.event\0hook.a=b.event\0'; exit; fi
done
exec "$real_git" "\$@"
E2
chmod +x "$SCRATCH/fake/git"
told_before() { grep -- "$1" "$SCRATCH/told"; }

it "tells git to run no hooks, by their events and by their names"
  staged_fix
  : >"$SCRATCH/told"
  run env PATH="$SCRATCH/fake:$PATH" moongate check --fix
  expect_exit 0
  expect_same staged one "$(git show :a.txt)"
  line=$(told_before ' update-index ' | head -1)
  for word in '-c core.hooksPath=/dev/null ' '-c hook.post-index-change.enabled=false ' \
    '-c hook.reference-transaction.enabled=false ' '-c hook.pre-auto-gc.enabled=false ' \
    '--config-env=hook.lint.enabled=MOONGATE_GIT_FALSE ' '--config-env=hook.a=b.enabled=MOONGATE_GIT_FALSE '; do
    [[ "${line%% update-index *} " == *"$word"* ]] || fail "git update-index is not told '$word': $line"
  done
  told_before '^false is false$' >/dev/null || fail "the variable is not set"

it "tells it so when it fetches, too"
  repository origin
  for n in 1 2; do (cd origin && write "$n.txt" "$n\n" && commit "feat: $n"); done
  git clone -q --depth 1 "file://$PWD/origin" clone && cd clone || exit 1
  : >"$SCRATCH/told"
  run env PATH="$SCRATCH/fake:$PATH" moongate check --fetch --range HEAD~1..HEAD
  expect_exit 0
  line=$(told_before ' fetch ' | head -1)
  for word in '-c core.hooksPath=/dev/null ' '-c hook.reference-transaction.enabled=false ' \
    '--config-env=hook.lint.enabled=MOONGATE_GIT_FALSE '; do
    [[ "${line%% fetch *} " == *"$word"* ]] || fail "git fetch is not told '$word': $line"
  done

it "changes nothing where the names of the hooks cannot be had"
  staged_fix
  git status >/dev/null
  before=$(snapshot)
  printf '#!/bin/bash\nfor word; do [ "$word" != --get-regexp ] || exit 3; done\nexec "%s" "$@"\n' "$real_git" >"$SCRATCH/fake/git"
  run env PATH="$SCRATCH/fake:$PATH" moongate check --fix
  expect_exit 3
  expect_err "nothing was changed"
  expect_same "the repository" "$before" "$(snapshot)"

finish
