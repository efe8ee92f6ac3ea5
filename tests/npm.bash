# npm_modules DIRECTORY NAME: installs what DIRECTORY/package-lock.json names, once for each content of it, and
# sets node_modules to where it lies. No script of a package is run. Returns 1, with the cause on stderr.
npm_modules() {
  local key directory log
  command -v npm >/dev/null || { echo "there is no npm: install nodejs and npm" >&2; return 1; }
  key=$(sha256sum "$1/package-lock.json" | cut -c1-16)
  directory=${MOONGATE_DEPS:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/build/deps}/$2-$key
  mkdir -p "${directory%/*}"
  (
    flock 9 # two scripts may want the same at once
    [ ! -e "$directory/ready" ] || exit 0
    rm -rf "$directory" && mkdir -p "$directory"
    cp "$1/package.json" "$1/package-lock.json" "$directory"
    log=$(cd "$directory" && npm ci --ignore-scripts --no-audit --no-fund 2>&1) || {
      printf '%s\n' "$log" "npm ci failed (is the package registry reachable?)" >&2
      exit 1
    }
    touch "$directory/ready"
  ) 9>"$directory.lock" || return 1
  node_modules=$directory/node_modules
}
