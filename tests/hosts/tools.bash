# Other people's programs that the scripts beside this file need, installed once for each content of
# their lock file. Sourced after lib.sh.

. "$SOURCE_DIR/tests/npm.bash"
tools_directory=$SOURCE_DIR/build/deps
tools_here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/tools

# A test that cannot run has failed.
cannot() {
  echo "CANNOT RUN: $1" >&2
  echo "0 passed, 1 failed"
  exit 1
}

# installed NAME LOCK COMMAND…: runs the command in the new directory $tools_directory/NAME-(content of LOCK),
# which $directory names, unless that was done before; no two scripts at once.
installed() {
  local name=$1 lock=$2 log=$SCRATCH/.install
  shift 2
  directory=$tools_directory/$name-$(sha256sum "$lock" | cut -c1-16)
  mkdir -p "$tools_directory"
  (
    flock 9
    [ ! -e "$directory/ready" ] || exit 0
    rm -rf "$directory" && mkdir -p "$directory" && "$@" >"$log" 2>&1 && touch "$directory/ready" && exit 0
    tail -n 20 "$log" >&2
    exit 1
  ) 9>"$tools_directory/$name.lock" || cannot "$name could not be installed (is the package registry reachable?)"
}

# A python3 that can make environments and speak TLS: not every one on PATH has been built with it.
python_with_tls() {
  local python
  for python in python3 /usr/bin/python3; do
    if "$python" -c 'import ensurepip, ssl, venv' 2>/dev/null; then echo "$python"; return; fi
  done
  cannot "no python3 here has the modules venv and ssl: install python3-venv"
}

make_environment() {
  "$1" -m venv "$directory/venv" &&
    HOME=$REAL_HOME "$directory/venv/bin/pip" install -q --no-deps --require-hashes -r "$2"
}

# python_tools NAME: sets $python_bin to the directory of programs that tools/NAME.txt locks.
python_tools() {
  local python
  python=$(python_with_tls) || exit 1
  installed "host-tools-$1" "$tools_here/$1.txt" make_environment "$python" "$tools_here/$1.txt"
  python_bin=$directory/venv/bin
}

# node_tools: sets $node_modules and $lefthook.
node_tools() {
  npm_modules "$tools_here" host-tools || cannot "the hook managers from npm"
  lefthook=$(echo "$node_modules"/lefthook-linux-*/bin/lefthook)
}
