# label: slow
# Clones that do not have everything.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../oracle/changes.sh"

# A remote with ten commits on main and three on topic, which left main at its fifth.
origin() {
  git init -q origin && (
    cd origin || exit 1
    git config uploadpack.allowFilter true && git config uploadpack.allowAnySHA1InWant true
    for number in 1 2 3 4 5; do write "main$number" "$number\n" && commit "feat: main $number"; done
    git checkout -qb topic
    for number in 1 2 3; do write "topic$number" "$number\n" && commit "feat: topic $number"; done
    git checkout -q main
    for number in 6 7 8 9 10; do write "main$number" "$number\n" && commit "feat: main $number"; done
  )
}
both_branches() { git clone -q --no-single-branch "$@" "file://$PWD/origin" copy && cd copy; }

it "judges what is staged in a shallow clone"
  origin && both_branches --depth=1
  write new.txt 'new\n' && git add new.txt
  expect_staged_like_git

it "names the depth and the help where a range cannot be resolved"
  origin && both_branches --depth=2
  run dump_change range origin/main origin/topic
  expect_exit 3
  expect_err "shallow clone of depth 2"
  expect_err "git fetch --unshallow"
  expect_err "fetch-depth: 0"

it "does not take a commit at the cut for a root commit"
  origin && both_branches --depth=1
  run dump_change commit HEAD
  expect_exit 3
  expect_err "shallow"

it "names a commit that is not in the clone"
  origin && both_branches --depth=1
  missing=$(git -C ../origin rev-parse main~3)
  run dump_change range "$missing" HEAD
  expect_exit 3
  expect_err "$missing"
  expect_err "fetch-depth: 0"

it "writes nothing without --fetch"
  origin && both_branches --depth=2
  before=$(snapshot)
  run dump_change range origin/main origin/topic
  expect_same "the clone" "$before" "$(snapshot)"

it "fetches what is missing with --fetch"
  origin && both_branches --depth=2
  expected=$(git -C ../origin diff --raw -z -M --no-abbrev main...topic | readable)
  expect_equal "the range" "$expected" "$(dump_change --fetch range origin/main origin/topic --files | readable)"

it "fetches a base that is not in the clone with --fetch"
  origin && both_branches --depth=1
  base=$(git -C ../origin rev-parse main~3)
  expected=$(git -C ../origin diff --raw -z -M --no-abbrev main~3 main | readable)
  expect_equal "the range" "$expected" "$(dump_change --fetch range "$base" HEAD --files | readable)"

it "is content with a shallow clone that holds the whole range"
  origin && both_branches --depth=4
  expect_range_like_git origin/main~2 origin/main

it "names a missing object of a partial clone, and has it with --fetch"
  origin
  git clone -q --filter=blob:none --no-checkout "file://$PWD/origin" copy && cd copy
  run dump_change range HEAD~2 HEAD --lines
  expect_exit 3
  expect_err "partial clone"
  expect_err "--fetch"
  expect_equal "lines" "main10 -0,0 +1,1
main9 -0,0 +1,1" "$(dump_change --fetch range HEAD~2 HEAD --lines)"

it "asks for all that a range of a partial clone lacks, trees included, and for nothing without --fetch"
  origin
  git clone -q --filter=tree:0 --no-checkout "file://$PWD/origin" copy && cd copy
  before=$(snapshot)
  run dump_change range HEAD~3 HEAD --lines --of-commits
  expect_exit 3
  expect_err "partial clone"
  expect_same "the clone" "$before" "$(snapshot)"
  expected=$(git -C ../origin diff --raw -z -M --no-abbrev main~3 main | readable)
  expect_equal "the range" "$expected" "$(dump_change --fetch range HEAD~3 HEAD --files | readable)"

# A git that counts how often it fetches.
counting_git() {
  mkdir counting
  printf '#!/bin/sh\nfor word; do [ "$word" != fetch ] || echo fetch >>"%s/fetches"; done\nexec "%s" "$@"\n' \
    "$PWD" "$(command -v git)" >counting/git
  chmod +x counting/git
  counting=$PWD/counting fetches=$PWD/fetches
}

it "asks once for all content that a range lacks, and once for all its directories"
  origin && counting_git
  (cd origin && git checkout -qb long && for number in $(seq 30); do
    write "directory$((number % 3))/file$number" "$number\n" && write changing "$number\n" && commit "feat: $number"
  done && git merge -q --no-edit main && git checkout -q main)
  for filter in blob:none tree:0; do
    rm -f fetches && git clone -q --no-checkout --filter=$filter --branch long "file://$PWD/origin" "copy-$filter"
    PATH="$counting:$PATH" run dump_change -C "copy-$filter" --fetch range origin/main HEAD --lines
    expect_exit 0
    expect_out "changing -0,0 +1,1"
    expect_same "fetches for $filter" "$([ $filter = tree:0 ] && echo 2 || echo 1)" "$(wc -l <fetches)"
    PATH="$counting:$PATH" run dump_change -C "copy-$filter" --fetch range origin/main HEAD --of-commits
    expect_exit 0
    PATH="$counting:$PATH" run dump_change -C "copy-$filter" --fetch commit HEAD --lines
    expect_same "further fetches for $filter" "$([ $filter = tree:0 ] && echo 2 || echo 1)" "$(wc -l <fetches)"
  done

it "asks once for the content of a whole tree"
  origin && counting_git
  git clone -q --no-checkout --filter=blob:none "file://$PWD/origin" copy
  PATH="$counting:$PATH" run dump_change -C copy --fetch tree HEAD --lines
  expect_exit 0
  expect_out "main10 -0,0 +1,1"
  expect_same "fetches" 1 "$(wc -l <fetches)"

it "judges what is staged in a partial clone, with what is here"
  origin
  git clone -q --filter=blob:none "file://$PWD/origin" copy && cd copy
  write new.txt 'new\n' && git add new.txt
  expect_staged_like_git

it "says that the remote is gone, or that there is no git, where --fetch was asked for"
  origin
  git clone -q --filter=blob:none --no-checkout "file://$PWD/origin" copy && cd copy
  run env PATH=/nonexistent "$DUMP_CHANGE" --fetch range HEAD~2 HEAD --lines
  expect_exit 3
  expect_err "there is none on PATH"
  mv ../origin ../gone
  run dump_change --fetch range HEAD~2 HEAD --lines
  expect_exit 3
  expect_err "fetching missing objects from origin failed"

it "fetches for moongate check only what --fetch allows"
  origin && both_branches --depth=2
  before=$(snapshot)
  run moongate check --range origin/main..origin/topic
  expect_exit 3
  expect_err "shallow clone of depth 2"
  expect_same "the clone" "$before" "$(snapshot)"
  run moongate check --range origin/main..origin/topic --fetch --format json
  expect_exit 0
  expect_json .change.commits 3

it "fetches by a tag's or a branch's name that the clone does not have, and keeps no reference of it"
  origin && git -C origin tag -a -m one v1 main~7
  for name in v1 refs/tags/v1 topic v1~1; do
    git clone -q --depth=1 --no-tags "file://$PWD/origin" copy && cd copy
    before=$(git for-each-ref)
    expected=$(git -C ../origin diff --raw -z -M --no-abbrev "$name...main" | readable)
    expect_equal "the range from $name" "$expected" "$(dump_change --fetch range "$name" HEAD --files | readable)"
    expect_same "references" "$before" "$(git for-each-ref)"
    cd .. && rm -rf copy
  done

it "deepens nothing for a name that the remote does not have either"
  origin && git clone -q --depth=2 "file://$PWD/origin" copy && cd copy
  for name in nowhere refs/heads/nowhere origin/nowhere; do
    before=$(snapshot)
    run dump_change --fetch range "$name" HEAD
    expect_exit 3
    expect_err "unknown revision \"$name\""
    expect_same "the clone" "$before" "$(snapshot)"
  done

it "does not choose between a tag and a branch of the remote"
  origin && git -C origin tag both main~2 && git -C origin branch both main~4
  git clone -q --depth=1 --no-tags "file://$PWD/origin" copy && cd copy
  run dump_change --fetch range both HEAD
  expect_exit 3
  expect_err "ambiguous revision \"both\""

it "fetches a single commit's parent, a commit, and the tree of one, as it says"
  origin
  for what in "commit HEAD" "commit $(git -C origin rev-parse main~4)" "tree $(git -C origin rev-parse main~4)" \
    "tree topic"; do
    rm -rf copy && git clone -q --depth=1 --no-tags "file://$PWD/origin" copy
    run dump_change -C copy $what
    expect_exit 3
    expected=$(dump_change -C origin ${what/HEAD/main} --files | readable)
    expect_equal "$what" "$expected" "$(dump_change -C copy --fetch $what --files | readable)"
  done

it "does not push from where a shallow clone was cut; with --fetch it looks behind"
  origin && git clone -q --depth=1 "file://$PWD/origin" copy && git init -q --bare empty.git && cd copy
  git remote add empty ../empty.git
  update="refs/heads/main $(git rev-parse HEAD) refs/heads/main $(printf '0%.0s' {1..40})
"
  run_with "$update" moongate hook pre-push empty ../empty.git
  expect_exit 3
  expect_err "this shallow clone of depth 1 ends inside of what is pushed"
  expect_err "then push again"
  run_with "$update" moongate hook pre-push --fetch --format json empty ../empty.git
  expect_exit 0
  expect_json .change.left_out[0].commits 10 # for secrets alone: origin has them

it "tells who pushes a shallow history what to do in that clone"
  origin && git init -q --bare server.git && git -C server.git config receive.shallowUpdate true
  printf '#!/bin/sh\nexec moongate hook pre-receive\n' >server.git/hooks/pre-receive
  chmod +x server.git/hooks/pre-receive
  git clone -q --depth=2 "file://$PWD/origin" copy && cd copy
  run git push "file://$PWD/../server.git" HEAD:refs/heads/main
  expect_exit 1
  expect_err "the pushed history is shallow"
  expect_err "run \`git fetch --unshallow\` in the clone that pushes"

it "does not judge branches by a history that was cut off"
  origin && git -C origin merge -q --no-edit topic && both_branches --depth=2
  git branch -q --track topic origin/topic
  run moongate check --branches
  expect_exit 3
  expect_err "shallow clone of depth 2"
  expect_err "branch topic"
  expect_err "git fetch --unshallow"
  run moongate check --branches --fetch --format text
  expect_exit 0
  expect_out "branch origin/topic: merged into origin/main"

it "says that not all branches of the remote are here to be judged"
  origin && git clone -q --single-branch "file://$PWD/origin" copy && cd copy
  run moongate check --branches
  expect_exit 0
  expect_err "not all branches of origin are fetched here (only +refs/heads/main:refs/remotes/origin/main)"
  expect_err "git fetch origin '+refs/heads/*:refs/remotes/origin/*'"
  git clone -q "file://$PWD/../origin" ../whole
  run moongate check -C ../whole --branches
  expect_no_err "branches"
  git clone -q --depth=1 "file://$PWD/../origin" ../shallow && cd ../shallow
  git config remote.origin.fetch '+refs/heads/*:refs/remotes/origin/*' # as actions/checkout leaves it
  run moongate check --branches
  expect_exit 0
  expect_err "may hold only some of origin's branches"

it "names an object that is lost"
  repository
  write a.txt 'a\n' && commit "feat: a"
  blob=$(git rev-parse HEAD:a.txt)
  rm -f ".git/objects/${blob:0:2}/${blob:2}"
  run dump_change range HEAD~1 HEAD --lines
  expect_exit 3
  expect_err "$blob"

it "deepens a shallow clone of a shallow clone"
  origin
  git clone -q --depth=6 "file://$PWD/origin" first && git clone -q --depth=3 "file://$PWD/first" copy 2>/dev/null
  cd copy
  run dump_change range HEAD~5 HEAD
  expect_exit 3
  base=$(git -C ../origin rev-parse main~5)
  expected=$(git -C ../origin diff --raw -z -M --no-abbrev main~5 main | readable)
  git remote set-url origin "file://$(cd ../origin && pwd)"
  expect_equal "the range" "$expected" "$(dump_change --fetch range "$base" HEAD --files | readable)"

finish
