#!/usr/bin/env bash
# label: slow
# Hooks where pushes arrive: bare repositories, Gitea's and GitLab's directories, the server's policy; by real pushes.
. "$(dirname "$0")/../lib.sh"

# A bare repository and a clone of it with one pushed commit.
server_and_clone() {
  git init -q --bare server.git
  git clone -q server.git clone 2>/dev/null
  (cd clone && write readme.txt 'hello\n' && commit "feat: begin" && git push -q origin HEAD:main) || fail "no clone"
}
policy() {
  cat >"$1" <<'TOML'
fail_on = "error"
locked = ["fail_on"]

[checks.lint]
level = "error"
locked = true

[policy]
allow_skip = false
TOML
}
refs() { git -C "$SCRATCH/$directory_number/server.git" for-each-ref --format='%(refname) %(objectname:short=4)'; }
objects() { (cd "$SCRATCH/$directory_number/server.git" && find objects -type f | LC_ALL=C sort); }
bad() { write "$1" 'bad \n' && commit "feat: $1"; }
good() { write "$1" 'good\n' && commit "feat: $1"; }

it "refuses a push with findings, shows them to the pusher, and keeps nothing of it"
  server_and_clone
  run moongate -C server.git install
  expect_exit 0
  expect_out "pre-receive: installed"
  before=$(refs) stored=$(objects)
  cd clone && bad a.txt
  run git push origin main
  expect_exit 1
  expect_err "remote: a.txt:1:4: trailing whitespace"
  expect_same "references" "$before" "$(refs)"
  expect_same "objects" "$stored" "$(objects)"
  write a.txt 'good\n' && git add -A && git commit -q --amend -m "feat: a"
  run git push origin main
  expect_exit 0

it "judges every commit of a push, every reference and forced updates"
  server_and_clone
  moongate -C server.git install >/dev/null
  cd clone
  # Made up here: a file of this repository that looked like a key would be one to our own checks.
  kind="RSA PRIVATE KEY"
  { echo "-----BEGIN $kind-----"; seq 20 | sha512sum | base64 -w 64; seq 21 | sha512sum | base64 -w 64; echo "-----END $kind-----"; } >key.pem
  commit "feat: a key" && git rm -q key.pem && git commit -qm "fix: no key"
  run git push origin main
  expect_exit 1
  expect_err "key.pem"
  git reset -q --hard origin/main
  good one.txt && git checkout -qb second && bad two.txt
  run git push origin main second
  expect_exit 1
  expect_err "two.txt:1:4:"
  expect_none "one.txt"
  run git push --force origin second:main
  expect_exit 1
  run git push origin main:topic main
  expect_exit 0
  run git push origin :topic
  expect_exit 0
  git tag -a -m "a release" v1 main
  run git push origin v1
  expect_exit 0
  git tag bad second
  run git push origin bad
  expect_exit 1

it "judges each reference for itself with the update hook"
  server_and_clone
  run moongate -C server.git install update
  expect_exit 0
  expect_out "update: installed"
  expect_no_file server.git/hooks/pre-receive
  cd clone
  good one.txt && git checkout -qb second && bad two.txt
  run git push origin main second
  expect_exit 1
  expect_err "two.txt:1:4:"
  expect_same "what arrived" "refs/heads/main $(git rev-parse --short=4 main)" "$(refs)"

it "takes settings from what is pushed, and the policy from the server"
  server_and_clone
  policy policy.toml
  run moongate -C server.git install --policy ../policy.toml
  expect_exit 0
  cd clone
  write moongate.toml '[checks.size-limit]\nmax_file = "10B"\n' && write large.txt 'more than ten\n' && commit "feat: large"
  run git push origin main
  expect_exit 1
  expect_err "large.txt"
  git reset -q --hard origin/main
  # What nobody locked may be relaxed.
  write moongate.toml '[checks.size-limit]\nlevel = "off"\n' && write large.txt 'more than ten\n' && commit "feat: large"
  run git push origin main
  expect_exit 0

# Two branches from main: `lax`, whose rules switch lint off, and `release`, which is bad.
lax_and_release() {
  git checkout -qb $1 main && write moongate.toml '[checks.lint]\nlevel = "off"\n' && bad lax.txt
  git checkout -qb $2 main && bad release.txt
}

it "judges each branch of a push by its own rules, in whatever order"
  server_and_clone
  moongate -C server.git install >/dev/null
  before=$(refs)
  cd clone
  # Git sends references in the order of the command line, and hands them over by name.
  lax_and_release aaa release
  lax_and_release zzz early
  for pair in "aaa release" "release aaa" "zzz early" "early zzz"; do
    run git push origin $pair
    expect_exit 1
    expect_err "release.txt:1:4:"
    expect_none "lax.txt"
    expect_same "references" "$before" "$(refs)"
  done
  moongate install >/dev/null && rm ../server.git/hooks/pre-receive
  for pair in "aaa release" "release aaa" "zzz early" "early zzz"; do
    run git push origin $pair
    expect_exit 1
    expect_any "release.txt:1:4:"
    expect_none "lax.txt"
  done
  run git push origin aaa zzz
  expect_exit 0
  git checkout -q main && git checkout -qb clean && good clean.txt
  run git push origin clean aaa:again
  expect_exit 0

it "joins the reports of branches with other rules into one"
  server_and_clone
  cd clone
  lax_and_release aaa release
  zero=0000000000000000000000000000000000000000
  line() { echo "refs/heads/$1 $(git rev-parse $1) refs/heads/$1 $zero"; }
  for lines in "$(line aaa)"$'\n'"$(line release)" "$(line release)"$'\n'"$(line aaa)"; do
    run_with "$lines"$'\n' moongate hook pre-push origin ../server.git --format json
    expect_exit 1
    expect_json '[.findings[] | "\(.check) \(.path)"] | join(" ")' 'lint/trailing-whitespace release.txt'
    expect_json '.change | "\(.updates | length) \(.files) \(.commits)"' '2 3 2'
    expect_json '[.checks[] | select(.name == "lint/trailing-whitespace") | .status] | join(" ")' findings
    expect_json '.summary | "\(.errors) \(.relaxed > 0) \(.exit)"' '1 true 1'
  done
  # One that cannot be judged leaves the other's findings.
  git checkout -q aaa && write moongate.toml 'nonsense = 1\n' && commit "feat: nonsense"
  run_with "$(line aaa)"$'\n'"$(line release)"$'\n' moongate hook pre-push origin ../server.git --format json
  expect_exit 2
  expect_json '[.findings[].path] | join(" ")' release.txt
  expect_json '.problems[0] | "\(.path):\(.line)"' moongate.toml:1

it "tells of each branch what it relaxes, and refuses it"
  server_and_clone
  (cd clone && write moongate.toml '[checks.lint]\nlevel = "error"\n[checks.size-limit]\nmax_file = "10B"\n' &&
    commit "feat: rules" && git push -q origin main)
  printf '[policy]\nallow_relaxing = false\n' >policy.toml
  moongate -C server.git install --policy "$PWD/policy.toml" >/dev/null
  before=$(refs)
  cd clone
  git checkout -qb aaa && good a.txt
  git checkout -qb looser main && write moongate.toml '[checks.lint]\nlevel = "off"\n[checks.size-limit]\nmax_file = "10B"\n' && commit "feat: looser"
  for pair in "aaa looser" "looser aaa"; do
    run git push origin $pair
    expect_exit 1
    expect_err "refuses that a change relaxes"
    expect_same "references" "$before" "$(refs)"
  done

it "lets no pusher relax what the policy locks"
  server_and_clone
  policy policy.toml
  moongate -C server.git install --policy "$PWD/policy.toml" >/dev/null
  before=$(refs)
  cd clone
  for settings in '[checks.lint]\nlevel = "off"\n' 'fail_on = "never"\n' '[checks."lint/trailing-whitespace"]\npaths = { exclude = ["*"] }\n'; do
    git reset -q --hard origin/main
    write moongate.toml "$settings" && bad a.txt
    run git push origin main
    expect_exit 1
    expect_err "moongate.toml:"
    expect_err "policy.toml:"
    expect_same "references" "$before" "$(refs)"
  done
  git reset -q --hard origin/main
  write sub/moongate.toml '[checks.lint]\nlevel = "off"\n' && bad sub/a.txt
  run git push origin main
  expect_exit 1
  git reset -q --hard origin/main
  write a.txt 'bad \n' && commit "feat: a [skip moongate]"
  MOONGATE_SKIP=lint run git push origin main
  expect_exit 1
  expect_err "a.txt:1:4:"
  expect_same "references" "$before" "$(refs)"

it "takes the policy from the server's environment, too"
  server_and_clone
  policy policy.toml
  moongate -C server.git install >/dev/null
  cd clone
  write moongate.toml '[checks.lint]\nlevel = "off"\n' && bad a.txt
  MOONGATE_POLICY=$PWD/../policy.toml run git push origin main
  expect_exit 1
  expect_err "policy.toml:"
  run git push origin main
  expect_exit 0

it "refuses everything while the policy or the program is not there"
  server_and_clone
  policy policy.toml
  cp -L "$MOONGATE" program
  ./program -C server.git install --policy "$PWD/policy.toml" >/dev/null
  rm policy.toml
  cd clone && good a.txt
  run git push origin main
  expect_exit 1
  expect_err "policy.toml"
  policy ../policy.toml && rm ../program
  PATH=/usr/bin:/bin run git push origin main
  expect_exit 1
  expect_err "nothing was checked"

it "a team's own check from the push runs, bounded, on the server"
  server_and_clone
  moongate -C server.git install >/dev/null
  cd clone
  write .moongate/checks/no-print.lua 'return { api = 1, summary = "No print", added_line = function(line) if line.text:find("print", 1, true) then line:report("print") end end, paths = { exclude = { ".moongate/**" } } }\n'
  write a.py 'print(1)\n' && commit "feat: a"
  run git push origin main
  expect_exit 1
  expect_err "a.py:1"
  write .moongate/checks/no-print.lua 'return { api = 1, summary = "Loops", change = function() while true do end end }\n'
  git add -A && git commit -q --amend -m "feat: a"
  run git push origin main
  expect_exit 1
  expect_err "no-print"

# Gitea's own hook, in our words: it hands its input to each program of a directory.
gitea() {
  server_and_clone
  mkdir -p server.git/hooks/pre-receive.d server.git/hooks/update.d
  cat >server.git/hooks/pre-receive <<'HOOK'
#!/bin/sh
data=$(cat)
for hook in "$GIT_DIR"/hooks/pre-receive.d/*; do
  [ ! -x "$hook" ] || printf '%s\n' "$data" | "$hook" || exit 1
done
HOOK
  printf '#!/bin/sh\nexit 0\n' >server.git/hooks/pre-receive.d/gitea
  chmod 755 server.git/hooks/pre-receive server.git/hooks/pre-receive.d/gitea
}

it "is one of several hooks under Gitea and Forgejo, whose own is left alone"
  gitea
  before=$(sha1sum <server.git/hooks/pre-receive)
  run moongate -C server.git install
  expect_exit 0
  expect_out "hooks/pre-receive.d"
  expect_file server.git/hooks/pre-receive.d/moongate
  run moongate -C server.git install
  expect_out "was installed already"
  expect_same "Gitea's hook" "$before" "$(sha1sum <server.git/hooks/pre-receive)"
  cd clone && bad a.txt
  run git push origin main
  expect_exit 1
  expect_err "a.txt:1:4:"
  run moongate -C ../server.git uninstall
  expect_exit 0
  expect_same "what is left" gitea "$(ls ../server.git/hooks/pre-receive.d)"
  run git push origin main
  expect_exit 0

it "replaces no other file of that directory"
  gitea
  printf '#!/bin/sh\nexit 0\n' >server.git/hooks/pre-receive.d/moongate
  run moongate -C server.git install
  expect_exit 3
  expect_err "this file is not ours"

it "is a custom hook under GitLab, which runs its own first"
  server_and_clone
  mkdir server.git/custom_hooks gitaly
  # Gitaly points Git to hooks of its own, which then run the repository's custom hooks.
  cat >gitaly/pre-receive <<'HOOK'
#!/bin/sh
data=$(cat)
for hook in "$GIT_DIR"/custom_hooks/pre-receive.d/*; do
  [ ! -x "$hook" ] || printf '%s\n' "$data" | "$hook" || exit 1
done
HOOK
  chmod 755 gitaly/pre-receive
  policy policy.toml
  run moongate -C server.git install --policy "$PWD/policy.toml"
  expect_exit 0
  expect_out "custom_hooks/pre-receive.d"
  cd clone && bad a.txt
  run git push --receive-pack="git -c core.hooksPath='$PWD/../gitaly' receive-pack" origin main
  expect_exit 1
  expect_err "a.txt:1:4:"
  git reset -q --hard origin/main && good a.txt
  run git push --receive-pack="git -c core.hooksPath='$PWD/../gitaly' receive-pack" origin main
  expect_exit 0

it "names the hooks that there are"
  server_and_clone
  run moongate -C server.git install pre-commit
  expect_exit 2
  expect_err "no hook 'pre-commit' is installed in a bare repository"
  run moongate -C clone install pre-psh
  expect_exit 2
  expect_err "did you mean 'pre-push'?"
  run moongate -C clone install --policy nowhere.toml
  expect_exit 2
  expect_err "there is no such file"

it "hands a policy to the hooks of a clone, too"
  repository
  policy ../policy-$directory_number.toml
  run moongate install --policy ../policy-$directory_number.toml
  expect_exit 0
  write moongate.toml '[checks.lint]\nlevel = "off"\n' && git add -A
  run git commit -m "chore: settings"
  expect_exit 1
  expect_err "policy-$directory_number.toml:"

finish
