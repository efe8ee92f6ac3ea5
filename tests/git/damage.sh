# label: slow
# Files of a repository, cut short and with bytes turned over: every run ends, and either says that it
# could not check (exit 3), or saw what was there before the damage, or sees what Git itself reads in
# the damaged file (that is then what Git would commit or push, so it is the right thing to judge).
seed=${MOONGATE_SEED:-5} rounds=${MOONGATE_ROUNDS:-25} # lib.sh clears the environment
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../oracle/changes.sh"

# The offsets are the same every time; MOONGATE_SEED=N tries others.
RANDOM=$seed
echo "seed $seed, $rounds rounds a file"

# Sets $seen and $code of what we see of the change that is being looked at, with all its lines. A
# signal or a hang is a code of its own.
we_see() {
  seen=$(timeout 600 dump_change "${ours[@]}" --files --lines --commits --of-commits 2>"$SCRATCH/.err" | readable
    exit "${PIPESTATUS[0]}")
  code=$?
}
git_sees() { git "${theirs[@]}" 2>/dev/null | readable; }
# The same of an index of the same entries and nothing else. Where the damage renames an entry, the
# trees that the index remembers no longer fit its entries, and Git, which believes them, shows
# removals that a commit would not make.
git_sees_entries() {
  local clean=$SCRATCH/clean-index
  rm -f "$clean"
  git ls-files -sz 2>/dev/null | GIT_INDEX_FILE=$clean git update-index -z --index-info 2>/dev/null
  GIT_INDEX_FILE=$clean git "${theirs[@]}" 2>/dev/null | readable
}
# The same without what is no business of Git's command: its answer is of files and lines only.
files_only() { grep -a '^:' -A1 | grep -av '^--$'; }

try() {
  we_see
  tries=$((tries + 1))
  case $code in
    3)
      refused=$((refused + 1))
      [ -s "$SCRATCH/.err" ] || fail "$1: nothing is said"
      ;;
    0)
      [ "$seen" = "$intact" ] && return
      local by_us by_git
      by_us=$(timeout 600 dump_change "${ours[@]}" --files 2>/dev/null | readable)
      by_git=$(git_sees)
      [ "$by_us" = "$by_git" ] || [ "$by_us" = "$(git_sees_entries)" ] ||
        { out=$by_us err=$by_git && fail "$1: another change than Git's"; }
      ;;
    *)
      last_command="dump_change ${ours[*]}" status=$code err=$(cat "$SCRATCH/.err")
      fail "$1: ended with $code"
      ;;
  esac
}

# damage FILE [replaceable]: the change under test, with this file damaged in many ways, one at a time. At
# least one of them must be reported, unless the file is replaceable: other files say the same.
damage() {
  local file=$1 size offset round whole
  size=$(stat -c %s "$file") whole=$SCRATCH/whole tries=0 refused=0
  # Next to it, and renamed: what Git does, and what readers of a mapped file may rely on.
  replace() { chmod u+w "$whole.new" && mv -f "$whole.new" "$file"; }
  cp "$file" "$whole"
  for ((round = 0; round < rounds; round++)); do
    offset=$(((RANDOM << 15 | RANDOM) % size))
    cp "$whole" "$whole.new" && chmod u+w "$whole.new"
    printf "\\x$(printf %x $((RANDOM % 256)))" |
      dd of="$whole.new" bs=1 seek=$offset conv=notrunc status=none
    replace && try "$file with another byte at $offset"
    cp "$whole" "$whole.new" && chmod u+w "$whole.new"
    truncate -s "$offset" "$whole.new"
    replace && try "$file cut at $offset"
  done
  : >"$whole.new" && replace && try "$file emptied"
  # The one that no seed decides: a file of another kind.
  cp "$whole" "$whole.new" && chmod u+w "$whole.new"
  printf 'none' | dd of="$whole.new" bs=1 conv=notrunc status=none
  replace && try "$file with another signature"
  cp "$whole" "$whole.new" && replace
  we_see
  expect_same "the whole file again" "$intact" "$seen"
  [ "${2:-}" = replaceable ] || [ "$refused" -gt 0 ] || fail "$file: $tries kinds of damage, and none was told"
}
# looking_at KIND ARGUMENTS… -- GIT COMMAND…: the change that is read with each damage.
looking_at() {
  ours=() theirs=()
  while [ "$1" != -- ]; do ours+=("$1") && shift; done
  shift && theirs=("$@")
  we_see
  expect_same "exit code" 0 "$code"
  intact=$seen
  [ -n "$intact" ] || fail "the change is empty"
}
staged_change() { looking_at staged -- diff --cached --raw -z -M --no-abbrev; }
range_change() { looking_at range HEAD~3 HEAD -- diff --raw -z -M --no-abbrev HEAD~3 HEAD; }

long_text() { for line in $(seq 1 60); do echo "line $line of some text, $1"; done; }
history() {
  empty_repository
  for number in 1 2 3 4 5; do
    mkdir -p "directory/deep$number"
    long_text "version $number" >directory/shared.txt
    long_text "$number alone" >"directory/deep$number/own.txt"
    commit "feat: number $number"
  done
}
staged() {
  history
  long_text staged >directory/shared.txt && write new.txt 'new\n' && git rm -qf directory/deep2/own.txt && git add -A
}
only_pack() { set -- .git/objects/pack/*.pack && echo "$1"; }

for version in 2 3 4; do
  it "an index of version $version"
    staged
    [ "$version" != 3 ] || git update-index --skip-worktree directory/deep1/own.txt
    [ "$version" = 3 ] || git update-index --index-version "$version"
    staged_change
    damage .git/index
done

it "a split index and its base"
  history
  git update-index --split-index
  long_text staged >directory/shared.txt && write new.txt 'new\n' && git add -A
  staged_change
  damage .git/index
  for base in .git/sharedindex.*; do damage "$base"; done

it "a pack, and its table"
  history
  git repack -qadf --depth=10
  range_change
  damage "$(only_pack)"
  pack=$(only_pack)
  damage "${pack%.pack}.idx"

it "a multi-pack-index"
  history
  git repack -qad && write more.txt 'more\n' && commit "feat: more" && git repack -qd
  git multi-pack-index write
  range_change
  rounds=$((rounds / 2))
  damage .git/objects/pack/multi-pack-index replaceable
  rounds=$((rounds * 2))

it "loose objects: a commit, a tree, a file"
  history
  range_change
  for object in "$(git rev-parse HEAD~1)" "$(git rev-parse 'HEAD^{tree}')" "$(git rev-parse HEAD:directory/shared.txt)"; do
    damage ".git/objects/${object:0:2}/${object:2}"
  done

it "references: HEAD, a branch, packed ones"
  history
  range_change
  damage .git/HEAD
  damage .git/refs/heads/main
  git pack-refs --all
  damage .git/packed-refs

it "the configuration"
  history
  range_change
  damage .git/config

finish
