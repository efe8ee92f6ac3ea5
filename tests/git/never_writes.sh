# Every command that only looks leaves the repository and the working tree as they were, byte for byte and
# time for time, also when it is killed at any moment. (The cache of results, .git/moongate, is the one
# thing that is written; `install`, `init`, `new`, `baseline` and `--fix` write by contract.)
seed=${MOONGATE_SEED:-7} rounds=${MOONGATE_ROUNDS:-40} # lib.sh clears the environment
. "$(dirname "$0")/../lib.sh"
# The commands are the same every time, the moments of their ends are not; MOONGATE_SEED=N tries others.
RANDOM=$seed
echo "seed $seed, $rounds rounds"

# What every file holds, and the times, sizes and modes of all files and directories.
state() {
  find . -path ./.git/moongate -prune -o -printf '%p %m %s %T@ %l\n' | LC_ALL=C sort
  find . -path ./.git/moongate -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 sha1sum
}
expect_untouched() {
  state >"$SCRATCH/after"
  cmp -s "$SCRATCH/before" "$SCRATCH/after" || {
    out=$(diff "$SCRATCH/before" "$SCRATCH/after") && fail "$1: something was written"
    state >"$SCRATCH/before"
  }
}

# A repository with something of everything: packed and loose objects, a linked working tree, a branch, a
# tag, a remote, staged and unstaged changes, an untracked file, a configuration, a check of its own.
busy_repository() {
  repository ../elsewhere-$directory_number
  git clone -q ../elsewhere-$directory_number . 2>/dev/null
  write .gitattributes '*.md diff=markdown\n'
  write moongate.toml '[checks.lint]\nlevel = "warning"\n[checks.conventional-commits]\n'
  commit "feat: begin"
  for number in 1 2 3; do write "src/file$number.py" "print($number)  \n" && commit "number $number"; done
  git repack -qad && git tag -a -m "one" v1 && git branch topic HEAD~1
  git worktree add -q linked topic 2>/dev/null
  write .git/info/exclude 'linked\n'
  write message.txt 'not conventional\n'
  write src/file1.py 'token = "staged"  \n' && git add src/file1.py
  write src/file2.py 'not staged\n' && write untracked.txt 'untracked\n'
  # The cache's directory is made by the first run, which changes the time of .git.
  moongate check --staged >/dev/null 2>&1
  # A racy index is one that Git would write again: wait it out.
  touch -d '2001-01-01' src/file2.py
  state >"$SCRATCH/before"
}
zero=0000000000000000000000000000000000000000
commands() {
  cat <<COMMANDS
moongate check --staged
moongate check --staged --no-cache --format json
moongate check --range HEAD~3..HEAD --format sarif
moongate check --commit HEAD --format junit
moongate check --all --format github
moongate check --all=v1
moongate check --message-file message.txt
moongate check --branches
moongate check --stdin-path src/new.py
moongate check --range HEAD~2..HEAD --jobs 4 --include-existing --show-secrets
moongate check --range nowhere..HEAD
moongate check --history
moongate check --fix=patch
moongate ci --explain
env CI=true GITHUB_ACTIONS=true moongate ci
moongate hook pre-commit
moongate hook pre-merge-commit
moongate hook commit-msg message.txt
moongate hook pre-push origin ../elsewhere
moongate hook update refs/heads/main $zero $(git rev-parse HEAD)
moongate hook pre-receive
moongate list
moongate explain
moongate explain secrets
moongate explain --config
moongate schema
moongate doctor
moongate test
moongate --help
moongate --version
COMMANDS
}

it "writes nothing, whatever is asked"
  busy_repository
  while read -r line; do
    # shellcheck disable=SC2086 # words, on purpose
    run_with "refs/heads/main $(git rev-parse HEAD) refs/heads/main $zero" $line
    [ "$status" -lt 128 ] || fail "$line: killed by a signal"
    expect_untouched "$line"
  done < <(commands)

it "writes nothing in a linked working tree, or in a bare repository"
  busy_repository
  cd linked && run moongate check --staged && run moongate check --range HEAD~1..HEAD && cd ..
  expect_untouched "a linked working tree"
  cd ..
  git clone -q --bare "$directory_number" "bare-$directory_number" 2>/dev/null && cd "bare-$directory_number"
  state >"$SCRATCH/before"
  run_with "$zero $(git rev-parse HEAD) refs/heads/new" moongate hook pre-receive
  expect_untouched "a bare repository"

# microseconds COMMAND…: what it takes, 1,000 at least. Set in $took, for there is no time for a subshell.
microseconds() {
  local begin=${EPOCHREALTIME/./}
  "$@" </dev/null >/dev/null 2>&1
  took=$((${EPOCHREALTIME/./} - begin))
  [ "$took" -ge 1000 ] || took=1000
}

it "writes nothing when it is killed"
  busy_repository
  # One that surely runs: it waits for its input.
  mkfifo ../input && exec 9<>../input
  moongate hook pre-receive <../input >/dev/null 2>&1 &
  kill -9 $!
  wait $! 2>/dev/null
  expect_same "the end of one that waits" 137 $?
  exec 9>&-
  expect_untouched "a hook that waits for its input"
  # And the rest, each at a moment of its own time: a quick machine must be as likely to hit it as a
  # slow one, and no sleep is short enough.
  mapfile -t lines < <(commands | grep -v -e --help -e --version)
  for ((round = 0; round < rounds; round++)); do
    line=${lines[RANDOM % ${#lines[@]}]}
    # shellcheck disable=SC2086
    microseconds $line
    moment=$((RANDOM * took / 32768))
    # shellcheck disable=SC2086
    $line </dev/null >/dev/null 2>&1 &
    moment=$((${EPOCHREALTIME/./} + moment))
    while [ "${EPOCHREALTIME/./}" -lt "$moment" ]; do :; done
    kill -9 $! 2>/dev/null
    wait $! 2>/dev/null
    expect_untouched "$line, killed in round $round"
  done
  # And whatever the cache was left with does not matter.
  run moongate check --staged --format json
  with_cache=$(jq -c 'del(.timing, .change.now)' <<<"$out")
  run moongate check --staged --format json --no-cache
  expect_same "the report" "$(jq -c 'del(.timing, .change.now)' <<<"$out")" "$with_cache"

finish
