# Names that collide, in real indexes, trees and pushes: the check paths.
. "$(dirname "$0")/../lib.sh"

paths() { run moongate check "$@" --check paths --format text; }
# The tree may hold what this machine's file system cannot.
stage() {
  local blob
  blob=$(printf '%s\n' "${2:-x}" | git hash-object -w --stdin) && git update-index --add --cacheinfo "100644,$blob,$1"
}

it "compares a staged name with the whole index, not only with the change"
  repository
  stage src/lib/a.c && git commit -qm "feat: a"
  stage src/Lib/b.c
  stage README.TXT
  paths --staged
  expect_exit 1
  expect_out "src/Lib/b.c: \`Lib\` and \`lib\` are one name on Windows or macOS"
  expect_out "README.TXT: \`README.TXT\` and \`readme.txt\` are one name on Windows or macOS"

it "sees what the index no longer has"
  repository
  stage Src/a.c && stage Src/deep/b.c && git commit -qm "feat: a"
  git rm -q --cached -r readme.txt Src
  stage src/a.c && stage src/deep/b.c y && stage README.txt hello
  paths --staged
  expect_exit 0

it "sees a directory of which the index keeps a part"
  repository
  stage Src/a.c && stage Src/b.c && git commit -qm "feat: a"
  git rm -q --cached Src/a.c
  stage src/c.c
  paths --staged
  expect_exit 1
  expect_out "src/c.c: \`src\` and \`Src\`"

it "sees a name that became a directory, and a first commit"
  empty_repository
  stage one && stage ONE/x
  paths --staged
  expect_exit 1
  expect_out "one: \`one\` and \`ONE\`"

it "says nothing about names that collided before"
  repository
  stage a/x && stage A/x && git commit -qm "feat: a"
  stage a/y && stage A/y
  paths --staged
  expect_exit 0
  paths --commit HEAD
  expect_exit 1
  paths --all
  expect_exit 1
  expect_out "a/x: \`a\` and \`A\`"

it "looks at ranges with the head's tree"
  repository
  git checkout -q -b topic
  stage READme.txt && git commit -qm "feat: a"
  stage b && git commit -qm "feat: b"
  paths --range main..topic
  expect_exit 1
  expect_out "READme.txt: \`READme.txt\` and \`readme.txt\`"
  git rm -q --cached READme.txt && git commit -qm "feat: c"
  paths --range main..topic
  expect_exit 0

it "does not compare the branches of one push with each other"
  repository
  git init -q --bare ../remote-paths.git && git remote add origin ../remote-paths.git && git push -q origin main
  git checkout -q -b one && stage Name && git commit -qm "feat: one"
  git checkout -q -f -b two main && stage name && git commit -qm "feat: two"
  git checkout -q -f main
  one=$(git rev-parse one) two=$(git rev-parse two) none=$(printf '0%.0s' $(seq 40))
  push() { MOONGATE_SKIP='' run_with "$1" moongate hook pre-push origin ../remote-paths.git; }
  push "refs/heads/one $one refs/heads/one $none"$'\n'"refs/heads/two $two refs/heads/two $none"$'\n'
  expect_exit 0
  git checkout -q -f -b three one && stage other && stage OTHER && git commit -qm "feat: three"
  push "refs/heads/three $(git rev-parse three) refs/heads/three $none"$'\n'"refs/heads/two $two refs/heads/two $none"$'\n'
  expect_exit 1
  expect_any "\`other\` and \`OTHER\`"
  expect_none "\`name\` and"

it "leaves out what configuration excludes"
  repository
  write moongate.toml '[paths]\nexclude = ["data/**"]\n[checks.paths]\npaths = { exclude = ["more/**"] }\n'
  git add moongate.toml && git commit -qm "feat: settings"
  stage data/a && stage data/A && stage more/b && stage more/B && stage data/x~
  paths --staged
  expect_exit 0

it "takes wrong configuration to its place"
  repository
  wrong() { write moongate.toml "[checks.paths]\n$1\n" && git add moongate.toml && paths --staged && expect_exit 2; }
  wrong 'append_only = ["[x"]'
  expect_err "moongate.toml:2: an item of checks.paths.append_only: glob '[x': '[' is never closed"
  wrong 'allow = 3'
  expect_err "moongate.toml:2: checks.paths.allow must be a list"
  wrong 'allows = []'
  expect_err "did you mean 'allow'?"

finish
