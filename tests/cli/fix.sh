#!/usr/bin/env bash
# label: slow
# --fix: what is staged is fixed in the index and in the working tree, and nothing else is touched.
seed=${MOONGATE_TEST_SEED:-1} # lib.sh clears the environment
. "$(dirname "$0")/../lib.sh"
RANDOM=$seed
echo "seed $seed"

staged() { git show ":$1"; }

it "fixes the index and the working tree, counts, and passes"
  repository
  write a.txt 'one  \ntwo\nthree'
  git add a.txt
  run moongate check --fix --format json
  expect_exit 0
  expect_json .summary.fixed 2
  expect_json '.findings | length' 0
  expect_json .change.added_lines 3
  expect_err "fixed 2 findings in 1 file"
  expect_same staged "$(printf 'one\ntwo\nthree\n'; echo .)" "$(staged a.txt; echo .)"
  expect_same "working tree" "$(printf 'one\ntwo\nthree\n'; echo .)" "$(cat a.txt; echo .)"
  run git diff --exit-code
  expect_exit 0

it "says in the text report what was fixed"
  repository
  write a.txt 'one  \n' && git add a.txt
  run moongate check --fix
  expect_exit 0
  expect_out "1 fixed"

it "fixes again what a fix brings to light"
  repository
  write a.txt 'one\n  \n' && git add a.txt
  run moongate check --fix --format json
  expect_exit 0
  expect_json .summary.fixed 2
  expect_same staged "$(printf 'one\n'; echo .)" "$(staged a.txt; echo .)"

it "reports what it cannot fix, and fails for that alone"
  repository
  write a.txt 'one  \n<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> other\n' && git add a.txt
  run moongate check --fix --format json
  expect_exit 1
  expect_json .summary.fixed 1
  expect_json '[.findings[].check] | unique' '["lint/merge-conflict"]'

it "leaves unstaged hunks as they are"
  repository
  write a.txt '1\n2  \n3\n4\n5\n6\n7\n8 \n9\n' && git add a.txt
  write a.txt '0\n1\n2  \n3\n4\nfive\n6\n7\n8 \n9\nten  \n'
  git diff -U0 | grep '^[-+]' >before
  run moongate check --fix --format json
  expect_exit 0
  expect_json .summary.fixed 2
  expect_same staged "$(printf '1\n2\n3\n4\n5\n6\n7\n8\n9\n')" "$(staged a.txt)"
  expect_same "working tree" "$(printf '0\n1\n2\n3\n4\nfive\n6\n7\n8\n9\nten  \n')" "$(cat a.txt)"
  git diff -U0 | grep '^[-+]' >after
  run diff before after
  expect_exit 0

it "leaves a line that has unstaged changes alone, and says so"
  repository
  write a.txt 'one  \ntwo \n' && git add a.txt
  write a.txt 'other  \ntwo \n'
  run moongate check --fix
  expect_exit 0
  expect_err "a.txt: fixed in the index only where the working tree has other lines (line 1)"
  expect_same staged "$(printf 'one\ntwo\n')" "$(staged a.txt)"
  expect_same "working tree" "$(printf 'other  \ntwo\n')" "$(cat a.txt)"

it "takes a fix that the working tree has already"
  repository
  write a.txt 'one  \ntwo\n' && git add a.txt
  write a.txt 'one\ntwo\n'
  run moongate check --fix
  expect_exit 0
  expect_no_err "index only"
  run git diff --exit-code
  expect_exit 0

it "keeps the mode, in the index and on the disk"
  repository
  write run.sh '#!/bin/sh \necho hi\n'
  chmod 750 run.sh
  git add run.sh
  run moongate check --fix
  expect_exit 0
  expect_same mode 750 "$(stat -c %a run.sh)"
  expect_same "mode in the index" 100755 "$(git ls-files -s run.sh | cut -d' ' -f1)"

it "keeps CRLF"
  repository
  printf 'one  \r\ntwo\r\n' >a.txt
  git add a.txt
  run moongate check --fix
  expect_exit 0
  expect_same staged "$(printf 'one\r\ntwo\r\n' | sha1sum)" "$(staged a.txt | sha1sum)"
  expect_same "working tree" "$(printf 'one\r\ntwo\r\n' | sha1sum)" "$(sha1sum <a.txt)"

it "keeps the CRLF that Git makes on checkout"
  repository
  git config core.autocrlf true
  printf 'one  \r\ntwo\r\nthree' >a.txt
  git add a.txt 2>/dev/null
  run moongate check --fix
  expect_exit 0
  expect_same staged "$(printf 'one\ntwo\nthree\n' | sha1sum)" "$(staged a.txt | sha1sum)"
  expect_same "working tree" "$(printf 'one\r\ntwo\r\nthree\r\n' | sha1sum)" "$(sha1sum <a.txt)"

it "never writes through a link"
  repository
  mkdir real && write real/a.txt 'one  \n' && git add real/a.txt
  mv real elsewhere && ln -s elsewhere real
  write b.txt 'two  \n' && git add b.txt
  mv b.txt target && ln -s target b.txt
  run moongate check --fix
  expect_exit 0
  expect_err "real/a.txt: fixed in the index only: 'real' in its path is a link"
  expect_err "b.txt: fixed in the index only: it is a symbolic link"
  expect_same target "two  " "$(cat target)"
  expect_same elsewhere "one  " "$(cat elsewhere/a.txt)"
  expect_same staged "one" "$(staged real/a.txt)"
  [ -L b.txt ] || fail "the link is gone"

it "fixes the index where the working tree has no such file"
  repository
  write a.txt 'one  \n' && git add a.txt && rm a.txt
  run moongate check --fix
  expect_exit 0
  expect_err "a.txt: fixed in the index only: it is not in the working tree"
  expect_no_file a.txt
  expect_same staged one "$(staged a.txt)"

it "touches nothing where there is nothing to fix"
  repository
  write a.txt 'one\n' && git add a.txt
  git status >/dev/null
  before=$(snapshot)
  run moongate check --fix --format json
  expect_exit 0
  expect_json .summary.fixed 0
  expect_same "the repository" "$before" "$(snapshot)"

it "leaves old lines alone"
  empty_repository
  write a.txt 'old  \n' && git add a.txt && git commit -qm "feat: begin"
  write a.txt 'old  \nnew  \n' && git add a.txt
  run moongate check --fix
  expect_exit 0
  expect_same staged "$(printf 'old  \nnew\n')" "$(staged a.txt)"

it "leaves accepted findings alone"
  repository
  write moongate.toml '[[ignore]]\ncheck = "lint/trailing-whitespace"\npaths = ["a.txt"]\nreason = "so"\n'
  write a.txt 'one  \n' && git add .
  run moongate check --fix --format json
  expect_exit 0
  expect_json .summary.fixed 0
  expect_same staged "one  " "$(staged a.txt)"

it "refuses to fix in place what is not staged"
  repository
  for what in "--range HEAD..HEAD" "--commit HEAD"; do
    run moongate check $what --fix
    expect_exit 2
    expect_err "only what is staged, the working tree (--working) and the tree of HEAD (--all) can be fixed in place"
    expect_err "--fix=patch"
  done
  run moongate check --branches --fix=patch
  expect_exit 2
  run moongate check --fix=sometimes
  expect_exit 2
  expect_err "unknown way 'sometimes'"

it "fixes the tree of HEAD, but no file with staged changes"
  repository
  write a.txt 'one  \n' && write b.txt 'two  \n' && write c.txt 'three  \n'
  commit "feat: files"
  write b.txt 'two  \nmore  \n' && git add b.txt
  write c.txt 'three  \nnot staged  \n'
  run moongate check --all --fix
  expect_exit 0
  expect_err "b.txt: not fixed: it has staged changes"
  expect_err "fixed 2 findings in 2 files, in the index and in the working tree"
  expect_same "a staged" one "$(staged a.txt)"
  expect_same "a" one "$(cat a.txt)"
  expect_same "b staged" $'two  \nmore  ' "$(staged b.txt)"
  expect_same "c staged" three "$(staged c.txt)"
  expect_same "c" $'three\nnot staged  ' "$(cat c.txt)"
  git reset -q --hard
  write d.txt 'four\n' && commit "feat: more"
  run moongate check --all=HEAD~1 --fix
  expect_exit 2
  expect_err "only the tree of HEAD can be fixed in place"

it "does not claim more than it wrote"
  repository
  write a.txt 'one  \n' && git add a.txt && rm a.txt
  run moongate check --fix
  expect_err "in the index; not everywhere in the working tree"
  expect_no_err "in the index and in the working tree"

it "says that another Git holds the index, and changes nothing"
  repository
  write a.txt 'one  \n' && git add a.txt
  : >.git/index.lock
  before=$(snapshot)
  run moongate check --fix --format json
  expect_exit 3
  expect_err "another Git process holds the index"
  expect_json .summary.fixed 0
  expect_json .summary.errors 1
  rm .git/index.lock
  : >.git/index.lock
  expect_same "the repository" "$before" "$(snapshot)"

it "needs no more than the path to be staged still"
  repository
  write a.txt 'one  \n' && git add a.txt
  git update-index --split-index
  run moongate check --fix
  expect_exit 0
  expect_same "split index" one "$(staged a.txt)"
  write b.txt 'two  \n' && git update-index --index-version 4 && git add b.txt
  run moongate check --fix
  expect_exit 0
  expect_same "version 4" two "$(staged b.txt)"
  run git fsck --strict
  expect_exit 0

it "works in a SHA-256 repository"
  git init -q --object-format=sha256 .
  write a.txt 'one  \n' && git add a.txt
  run moongate check --fix
  expect_exit 0
  expect_same staged one "$(staged a.txt)"
  expect_same "working tree" one "$(cat a.txt)"

it "keeps skip-worktree and assume-unchanged"
  repository
  write a.txt 'one  \n' && write b.txt 'two  \n' && git add .
  git update-index --skip-worktree a.txt
  git update-index --assume-unchanged b.txt
  run moongate check --fix
  expect_exit 0
  expect_same flags "$(printf 'S a.txt\nh b.txt\nH readme.txt')" "$(git ls-files -v)"
  expect_same staged "one two" "$(staged a.txt) $(staged b.txt)"
  expect_same "working tree" "one   two" "$(cat a.txt) $(cat b.txt)"

it "works in a linked working tree and in a directory below"
  repository main
  git -C main worktree add -q ../linked
  cd linked || exit 1
  write sub/a.txt 'one  \n' && git add .
  cd sub || exit 1
  run moongate check --fix
  expect_exit 0
  expect_same "working tree" one "$(cat a.txt)"
  run git status --porcelain
  expect_out_is "A  sub/a.txt"

# ---- hooks

hook() {
  mkdir -p .git/hooks
  printf '#!/bin/sh\nexec moongate hook pre-commit --fix\n' >.git/hooks/pre-commit
  chmod +x .git/hooks/pre-commit
}

it "fixes a commit in the making"
  repository && hook
  write a.txt 'one  \n' && git add a.txt
  run git commit -qm "feat: one"
  expect_exit 0
  expect_same committed one "$(git show HEAD:a.txt)"
  run git status --porcelain
  expect_empty_out

it "fixes commit -a"
  repository && hook
  write readme.txt 'hello\nthere  \n'
  run git commit -qam "feat: more"
  expect_exit 0
  expect_same committed "$(printf 'hello\nthere')" "$(git show HEAD:readme.txt)"
  run git status --porcelain
  expect_empty_out

it "fixes both indexes of a partial commit, and leaves what else is staged"
  repository && hook
  write a.txt 'a\n' && write b.txt 'b\n' && commit "feat: two"
  write a.txt 'a\nmore  \n' && write b.txt 'b\nstaged\n' && git add b.txt
  run git commit -qm "feat: a" a.txt
  expect_exit 0
  expect_same committed "$(printf 'a\nmore')" "$(git show HEAD:a.txt)"
  expect_same "the other file in HEAD" b "$(git show HEAD:b.txt)"
  run git status --porcelain
  expect_out_is "M  b.txt"

it "lets a commit fail for what it cannot fix, with the rest fixed"
  repository && hook
  write a.txt 'one  \n<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> other\n' && git add a.txt
  run git commit -qm "feat: one"
  expect_exit 1
  expect_same staged one "$(staged a.txt | head -1)"
  expect_no_file .git/index.lock

it "fixes nothing in pre-merge-commit, after which Git would commit the unfixed merge"
  repository && hook
  # The merged side has been checked; what is the merge's own comes from another hook before ours.
  { echo '#!/bin/sh'; echo "printf 'side  \\n' >side.txt && git add side.txt"
    sed 's/pre-commit/pre-merge-commit/;/^#!/d' .git/hooks/pre-commit; } >.git/hooks/pre-merge-commit
  chmod +x .git/hooks/pre-merge-commit
  git checkout -qb side && write side.txt 'side\n' && git add . && git commit -qnm "feat: side"
  git checkout -q main && write main.txt 'main\n' && git add . && git commit -qnm "feat: main"
  run git merge -q --no-edit side
  expect_exit 1
  expect_err "trailing whitespace"
  expect_err "--fix fixes nothing here"
  run moongate check --fix
  expect_exit 0
  run git commit -q --no-edit
  expect_exit 0
  expect_same merged side "$(git show HEAD:side.txt)"
  expect_same parents 2 "$(git show -s --format=%P HEAD | wc -w)"
  run git status --porcelain
  expect_empty_out

# ---- patches

it "prints a patch and changes nothing"
  repository
  write 'with blank/a.txt' '1  \n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12 \n13'
  write '"quoted".txt' 'one  \n' && git add .
  git status >/dev/null
  before=$(snapshot)
  run moongate check --fix=patch
  expect_exit 1
  expect_err "trailing whitespace"
  expect_same "the repository" "$before" "$(snapshot)"
  cp "$SCRATCH/.out" "$SCRATCH/fix.patch"
  run git apply --index --whitespace=nowarn "$SCRATCH/fix.patch"
  expect_exit 0
  expect_same patched "$(printf '1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n' | sha1sum)" "$(staged 'with blank/a.txt' | sha1sum)"
  expect_same patched one "$(staged '"quoted".txt')"
  run moongate check --check lint
  expect_exit 0

it "writes a patch to a file, next to a report"
  repository
  write a.txt 'one  \n' && git add .
  run moongate check --fix=patch=fix.patch --format json
  expect_exit 1
  expect_json .summary.errors 1
  expect_json .summary.fixed 0
  run git apply --cached fix.patch
  expect_exit 0
  expect_same staged one "$(staged a.txt)"
  run moongate check --fix=patch --format json
  expect_exit 2
  expect_err "the patch and a report would go to stdout"
  run moongate check --fix=patch --format json=report.json
  expect_exit 0
  expect_empty_out

it "prints a patch of a range and of a whole tree"
  repository
  write a.txt 'one  \n' && commit "feat: one"
  write b.txt 'two  \n' && commit "feat: two"
  moongate check --range HEAD~1..HEAD --fix=patch 2>/dev/null >range.patch
  moongate check --all --fix=patch 2>/dev/null >all.patch
  expect_same "files of the range" "+++ b/b.txt" "$(grep '^+++' range.patch)"
  run git apply all.patch
  expect_exit 0
  expect_same both "one two" "$(cat a.txt) $(cat b.txt)"

it "puts no secret into a patch"
  repository
  key="AKIA$(printf 'QWERTYUIOPASDFGH')"
  write a.txt "one  \nkey = $key\n" && write b.txt 'two  \n' && git add .
  run moongate check --fix=patch
  expect_none "$key"
  expect_out "b/b.txt"
  expect_no_out "b/a.txt"
  expect_err "a.txt is not in the patch: it would show a secret"
  run moongate check --fix=patch --show-secrets
  expect_out "$key"

it "fixes text next to a secret as it is"
  repository
  key="AKIA$(printf 'QWERTYUIOPASDFGH')"
  write a.txt "key = $key  \n" && git add .
  run moongate check --fix
  expect_exit 1
  expect_none "$key"
  expect_same staged "key = $key" "$(staged a.txt)"

# ---- any split of staged and unstaged edits

# Every line has a text of its own, so that what must come out can be said line by line: in the index
# every line without its blanks, in the working tree those lines that still are the staged ones.
make_files() {
  awk -v files="$1" -v seed="$2" '
    function pick(n) { return int(rand() * n) }
    function blanks() { return substr("   \t ", 1, 1 + pick(5)) }
    BEGIN {
      srand(seed)
      for (f = 1; f <= files; ++f) {
        name = "file" f ".txt"
        ending = pick(4) == 0 ? "\r\n" : "\n"
        count = pick(12)
        for (i = 0; i < count; ++i) base[i] = "b" f "." i
        for (i = 0; i < count; ++i) printf "%s%s", base[i], ending > ("head/" name)
        if (!count) printf "" > ("head/" name)
        # Staged: lines go, change, come; some with blanks.
        staged = 0
        for (i = 0; i <= count; ++i) {
          while (pick(3) == 0) lines[staged++] = "s" f "." i "." staged (pick(2) ? blanks() : "")
          if (i == count) break
          how = pick(5)
          if (how == 0) continue
          lines[staged++] = how == 1 ? base[i] "!" (pick(2) ? blanks() : "") : base[i]
        }
        for (i = 0; i < staged; ++i) printf "%s%s", lines[i], ending > ("staged/" name)
        for (i = 0; i < staged; ++i) {
          clean = lines[i]; sub(/[ \t]+$/, "", clean)
          printf "%s%s", clean, ending > ("index/" name)
        }
        if (!staged) { printf "" > ("staged/" name); printf "" > ("index/" name) }
        # Unstaged: the same again, on top.
        work = 0
        for (i = 0; i <= staged; ++i) {
          while (pick(4) == 0) {
            text = "u" f "." i "." (work++) (pick(2) ? blanks() : "")
            printf "%s%s", text, ending > ("work/" name)
            printf "%s%s", text, ending > ("wanted/" name)
          }
          if (i == staged) break
          how = pick(6)
          if (how == 0) continue
          ++work
          if (how == 1) {
            text = lines[i] "?" (pick(2) ? blanks() : "")
            printf "%s%s", text, ending > ("work/" name)
            printf "%s%s", text, ending > ("wanted/" name)
            continue
          }
          clean = lines[i]; sub(/[ \t]+$/, "", clean)
          printf "%s%s", lines[i], ending > ("work/" name)
          printf "%s%s", clean, ending > ("wanted/" name)
        }
        if (!work) { printf "" > ("work/" name); printf "" > ("wanted/" name) }
      }
    }'
}

for seed in 1 2 3; do
  it "fixes 150 random splits exactly (seed $seed)"
    mkdir head staged index work wanted
    make_files 150 $seed
    empty_repository repository
    cd repository || exit 1
    cp ../head/* . && git add . && git commit -qm "feat: begin"
    cp ../staged/* . && git add .
    cp ../work/* .
    moongate check --fix=patch >../fix.patch 2>/dev/null
    cp .git/index ../index.copy
    GIT_INDEX_FILE=$PWD/../index.copy run git apply --cached --whitespace=nowarn ../fix.patch
    expect_exit 0
    run moongate check --fix --fail-on never
    expect_exit 0
    expect_same "applied, and patched" "$(git ls-files -s)" \
      "$(GIT_INDEX_FILE=$PWD/../index.copy git ls-files -s)"
    mkdir ../got && git checkout-index -a --prefix=../got/
    run diff -r ../index ../got
    expect_exit 0
    run diff -r -x .git ../wanted .
    expect_exit 0
done

# ---- the worst moments

files_and_index() { git ls-files -s; for file in *.txt; do sha1sum "$file"; done; }

it "leaves something valid at any kill, and the next run ends what was begun"
  repository
  for n in 1 2 3 4 5 6; do write "$n.txt" "line  \n$n\n"; done
  git add .
  for round in $(seq 1 25); do
    for n in 1 2 3 4 5 6; do write "$n.txt" "line  \n$n $round\n"; done
    git add .
    # Whoever was begun by it holds the lock on 9: its `git` may still be writing when it is gone.
    (flock 9 && exec moongate check --fix) >/dev/null 2>&1 9>../running &
    child=$!
    sleep "0.0$((RANDOM % 40 + 10))"
    kill -9 $child 2>/dev/null
    wait $child 2>/dev/null
    flock ../running true
    for n in 1 2 3 4 5 6; do
      for bytes in "$(staged $n.txt)" "$(cat $n.txt)"; do
        [ "$bytes" = "$(printf 'line  \n%s %s' $n $round)" ] ||
          [ "$bytes" = "$(printf 'line\n%s %s' $n $round)" ] || fail "round $round, $n.txt: $bytes"
      done
    done
    run moongate check --fix
    expect_exit 0
    run git diff --exit-code
    expect_exit 0
    expect_same "round $round" "$(printf 'line\n6 %s' "$round")" "$(staged 6.txt)"
  done
  run git fsck --strict
  expect_exit 0
  expect_same "what is left over" "fix.lock" "$(ls .git/moongate)"

it "sweeps out what a killed run left, also where nothing is to be fixed"
  repository
  write a.txt 'one\n' && git add .
  mkdir -p .git/moongate/fix && write .git/moongate/fix/index-0 "left"
  run moongate check --fix
  expect_exit 0
  expect_no_file .git/moongate/fix

it "lets Ctrl-C through"
  repository
  write a.txt 'one  \n' && git add .
  for round in 1 2 3 4 5; do
    moongate check --fix >/dev/null 2>&1 &
    child=$!
    sleep 0.0$round
    kill -INT $child 2>/dev/null
    wait $child 2>/dev/null
    expect_no_file .git/index.lock
    write a.txt "one  \n$round\n" && git add .
  done

it "changes nothing when the disk is full"
  repository
  head -c 300000 /dev/zero | tr '\0' x | fold -w 70 >big.txt
  printf 'end  \n' >>big.txt
  git add .
  git status >/dev/null
  before=$(snapshot)
  (ulimit -f 100; moongate check --fix --format json >"$SCRATCH/.out" 2>"$SCRATCH/.err")
  status=$? out=$(cat "$SCRATCH/.out") err=$(cat "$SCRATCH/.err") last_command="check --fix, ulimit -f"
  expect_exit 3
  expect_err "cannot be written: File too large"
  expect_same "the repository" "$before" "$(snapshot)"

it "changes nothing when the file system is full"
  # Needs to mount; where that is not allowed the limit above is what is tested.
  if unshare -rm true 2>/dev/null; then
    mkdir disk
    run unshare -rm bash -c '
      mount -t tmpfs -o size=1400k none disk && cd disk && git init -q . &&
      head -c 300000 /dev/urandom | base64 >big.txt && printf "end  \n" >>big.txt &&
      git add . && git status >/dev/null && before=$(git ls-files -s; sha1sum big.txt) || exit 9
      head -c 2000k /dev/zero >fill 2>/dev/null
      "$0" check --fix; code=$?
      [ "$before" = "$(git ls-files -s; sha1sum big.txt)" ] || exit 10
      rm fill; git fsck --strict || exit 11
      exit $code' "$MOONGATE"
    expect_exit 3
    expect_err "cannot be written: No space left on device"
  fi

it "says so where the repository cannot be written"
  if [ "$(id -u)" != 0 ]; then
    repository
    write a.txt 'one  \n' && git add .
    chmod -R a-w .git
    run moongate check --fix
    expect_exit 3
    expect_err "nothing was changed"
    chmod -R u+w .git
  fi

it "--working: files that are staged as they are, and no others"
  repository
  write a.txt 'a  \n' && write b.txt 'b  \n' && write e.sh 'e  \n' && git add a.txt b.txt e.sh
  write b.txt 'b  \nmore\n' && write c.txt 'c  \n' && chmod +x e.sh
  run moongate check --working --fix
  expect_exit 1
  expect_err "fixed 1 finding in 1 file, in the index and in the working tree"
  for name in b.txt c.txt e.sh; do
    expect_err "$name: not fixed: it has changes that are not staged (\`git add\` them first)"
  done
  expect_same "a.txt" "a a" "$(cat a.txt) $(git cat-file -p :a.txt)"
  expect_same "b.txt" "$(printf 'b  \nmore\nb  ')" "$(cat b.txt; git cat-file -p :b.txt)"
  expect_same "c.txt" "c  " "$(cat c.txt)"
  expect_same "staged" "a.txt b.txt e.sh" "$(git diff --cached --name-only | paste -sd ' ')"
  git add -A
  run moongate check --working --fix
  expect_exit 0
  expect_same "all" "a b more c e" "$(cat a.txt b.txt c.txt e.sh | paste -sd ' ')"

finish
