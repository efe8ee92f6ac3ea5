# Every kind of repository that Git itself opens.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../oracle/changes.sh"

two_commits() {
  repository "$@"
  (cd "${1:-.}" && write second.txt 'second\n' && commit "feat: second")
}

it "from a subfolder"
  two_commits
  mkdir -p deep/er && cd deep/er
  expect_range_like_git HEAD~1 HEAD

it "a linked working tree, with its own HEAD"
  two_commits
  git worktree add -q linked -b side 2>/dev/null
  cd linked && write third.txt 'third\n' && commit "feat: third"
  expect_range_like_git main HEAD

it "a submodule, as an entry and as the current repository"
  two_commits ../library-$directory_number
  repository
  git submodule --quiet add "../library-$directory_number" library >/dev/null 2>&1
  expect_staged_like_git
  git commit -qm "feat: submodule"
  cd library
  expect_range_like_git HEAD~1 HEAD
  write more.txt 'more\n' && commit "feat: more" && cd ..
  git add library
  expect_staged_like_git

it "a bare one"
  two_commits work
  git clone -q --bare work bare.git && cd bare.git
  expect_range_like_git main~1 main

it "one with alternates"
  two_commits origin
  git clone -q --shared origin copy && cd copy
  write third.txt 'third\n' && commit "feat: third"
  expect_range_like_git HEAD~2 HEAD

it "packed, with commit-graph and multi-pack-index"
  two_commits
  git repack -qad && write third.txt 'third\n' && commit "feat: third" && git repack -qd
  git commit-graph write --reachable 2>/dev/null && git multi-pack-index write 2>/dev/null
  git pack-refs --all
  expect_range_like_git HEAD~2 HEAD
  expect_range_like_git main~1 main

it "SHA-256"
  git init -q --object-format=sha256 .
  write a.txt 'a\n' && commit "feat: a" && write b.txt 'b\n' && git mv a.txt c.txt && commit "feat: b"
  expect_range_like_git HEAD~1 HEAD
  write d.txt 'd\n' && git add d.txt
  expect_staged_like_git
  git repack -qad
  expect_range_like_git HEAD~1 HEAD

it "with extensions.worktreeConfig and core.worktree elsewhere"
  two_commits
  git config core.repositoryFormatVersion 1
  git config extensions.worktreeConfig true
  git config --worktree core.bare false
  expect_range_like_git HEAD~1 HEAD
  write third.txt 'third\n' && git add third.txt
  expect_staged_like_git

it "with extensions that libgit2 refuses"
  two_commits
  git config core.repositoryFormatVersion 1
  git config extensions.preciousObjects true
  expect_range_like_git HEAD~1 HEAD

it "names an extension that nobody knows"
  two_commits
  git config core.repositoryFormatVersion 1
  git config extensions.timeTravel true
  run dump_change commit HEAD
  expect_exit 3
  expect_err "extensions.timetravel"

it "says what is missing where references are stored in a way that this git cannot read"
  two_commits
  if git init -q --ref-format=reftable probe 2>/dev/null; then
    cd probe && write a.txt 'a\n' && commit "feat: a" && write b.txt 'b\n' && commit "feat: b"
    expect_range_like_git HEAD~1 HEAD
  else
    git config core.repositoryFormatVersion 1
    git config extensions.refStorage reftable
    run dump_change commit HEAD
    expect_exit 3
    expect_err "reftable"
    expect_err "git 2.45"
  fi

it "with GIT_DIR and GIT_WORK_TREE"
  two_commits
  mkdir elsewhere && mv .git elsewhere/git
  export GIT_DIR=$PWD/elsewhere/git GIT_WORK_TREE=$PWD
  write third.txt 'third\n' && git add third.txt
  expect_staged_like_git
  expect_range_like_git HEAD~1 HEAD
  unset GIT_DIR GIT_WORK_TREE

it "with objects in GIT_OBJECT_DIRECTORY and GIT_ALTERNATE_OBJECT_DIRECTORIES"
  two_commits
  mkdir quarantine
  export GIT_OBJECT_DIRECTORY=$PWD/quarantine GIT_ALTERNATE_OBJECT_DIRECTORIES=$PWD/.git/objects
  write third.txt 'third\n' && git add third.txt
  new=$(git commit-tree -p HEAD -m "feat: third" "$(git write-tree)")
  expect_range_like_git HEAD "$new"
  unset GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES
  run dump_change range HEAD "$new"
  expect_exit 3

it "that belongs to someone else"
  two_commits
  if [ "$(id -u)" = 0 ]; then
    expected=$(range_by_git HEAD~1 HEAD)
    chown -R 12345 .
    expect_equal "a foreign repository" "$expected" "$(range_by_us HEAD~1 HEAD)"
    chown -R 0 .
  fi

it "fetches nothing for a repository of someone else, whose configuration names programs"
  if [ "$(id -u)" = 0 ]; then
    two_commits origin
    git -C origin config uploadpack.allowFilter true
    git clone -q --depth=1 "file://$PWD/origin" shallow
    git clone -q --filter=blob:none --no-checkout "file://$PWD/origin" partial
    printf '#!/bin/sh\ntouch "%s/executed"\nexec git-upload-pack "$@"\n' "$PWD" >evil && chmod 755 evil
    for copy in shallow partial; do
      git -C "$copy" config remote.origin.uploadpack "$PWD/evil"
      chown -R 12345 "$copy"
      run moongate check -C "$copy" --range HEAD~1..HEAD --fetch
      expect_exit 3
      expect_err "user 12345"
      expect_err "git config --global --add safe.directory '$PWD/$copy'"
      expect_no_file executed
      # The repository itself has no say.
      git config -f "$copy/.git/config" safe.directory '*'
      run moongate check -C "$copy" --range HEAD~1..HEAD --fetch
      expect_exit 3
      expect_no_file executed
      GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0="$PWD/$copy" \
        run moongate check -C "$copy" --range HEAD~1..HEAD --fetch
      expect_exit 0
      expect_file executed
      rm -f executed
    done
    SUDO_UID=12345 run moongate check -C "$PWD/partial" --all --fetch
    expect_exit 0
  fi

it "runs nothing that the configuration names"
  two_commits
  for key in core.fsmonitor diff.external core.pager core.sshCommand core.editor; do
    git config "$key" "touch $PWD/executed; true"
  done
  write .gitattributes '* diff=evil filter=evil\n'
  git config diff.evil.textconv "touch $PWD/executed; cat"
  git config filter.evil.smudge "touch $PWD/executed; cat"
  write third.txt 'third\n'
  git -c core.fsmonitor=false add third.txt
  rm -f executed
  staged_by_us >/dev/null
  range_by_us HEAD~1 HEAD >/dev/null
  run dump_change range 'HEAD@{1}' HEAD
  expect_exit 0
  expect_no_file executed

it "finds none above a ceiling"
  two_commits
  mkdir sub && cd sub
  GIT_CEILING_DIRECTORIES=$(dirname "$PWD") run dump_change commit HEAD
  expect_exit 3
  expect_err "no Git repository"

it "says where it looked when there is none"
  export GIT_CEILING_DIRECTORIES=$(dirname "$PWD")
  run dump_change staged
  expect_exit 3
  expect_err "no Git repository in $PWD"
  unset GIT_CEILING_DIRECTORIES

it "a submodule of a linked working tree"
  two_commits library && two_commits super && cd super
  git submodule --quiet add ../library library >/dev/null 2>&1 && git commit -qm "feat: submodule"
  git worktree add -q ../linked 2>/dev/null && cd ../linked && git submodule --quiet update --init >/dev/null 2>&1
  cd library && write more.txt 'more\n' && commit "feat: more"
  expect_range_like_git HEAD~1 HEAD
  write another.txt 'another\n' && git add another.txt
  expect_staged_like_git

it "alternates with comments and quotes, relative, through a link"
  two_commits origin && mkdir elsewhere && ln -s ../origin/.git elsewhere/link
  git init -q copy && cd copy
  printf '# a comment\n"../../../elsewhere/link/objects"\n' >.git/objects/info/alternates
  git update-ref refs/heads/main "$(git -C ../origin rev-parse HEAD)"
  expect_range_like_git HEAD~1 HEAD

it "below a link, with a relative GIT_DIR, and with a .git that is a link"
  two_commits real && ln -s real link && mkdir real/deep && cd link/deep
  export GIT_DIR=../.git GIT_WORK_TREE=..
  expect_range_like_git HEAD~1 HEAD
  unset GIT_DIR GIT_WORK_TREE
  cd .. && mv .git git-directory && ln -s git-directory .git
  expect_range_like_git HEAD~1 HEAD

it "a multi-pack-index with a bitmap, older than the newest pack"
  two_commits && git repack -qad
  for number in 1 2 3; do write "file$number" "$number\n" && commit "feat: $number" && git repack -qd; done
  git multi-pack-index write --bitmap 2>/dev/null
  write later.txt 'later\n' && commit "feat: later" && git repack -qd
  expect_range_like_git HEAD~4 HEAD

it "a commit-graph in several files"
  two_commits && git commit-graph write --reachable --split 2>/dev/null
  write third.txt 'third\n' && commit "feat: third"
  git commit-graph write --reachable --split=no-merge 2>/dev/null
  expect_range_like_git HEAD~2 HEAD

it "a main working tree that its own configuration makes bare"
  two_commits main && cd main && git config core.repositoryFormatVersion 1 && git config extensions.worktreeConfig true
  git worktree add -q ../linked 2>/dev/null && git config --worktree core.bare true
  cd ../linked && write third.txt 'third\n' && git add third.txt
  expect_staged_like_git

it "configuration that is included by branch and directory, or comes with the environment"
  two_commits && write .git/extra '[extensions]\n\tworktreeConfig = false\n[diff]\n\trenames = false\n'
  git config includeIf.onbranch:main.path extra && git config "includeIf.gitdir:**/.git.path" extra
  git mv second.txt moved.txt
  # What a check sees does not depend on how someone wants to see differences.
  expect_equal "what is staged" "$(git -c diff.renames=true diff --cached --raw -z -M --no-abbrev | readable)" \
    "$(staged_by_us)"
  export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=core.quotePath GIT_CONFIG_VALUE_0=false
  expect_staged_like_git
  unset GIT_CONFIG_COUNT GIT_CONFIG_KEY_0 GIT_CONFIG_VALUE_0

finish
