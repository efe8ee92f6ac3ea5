{% if cookiecutter.github == 'binary' or cookiecutter.gitlab == 'yes' -%}
# Puts the static program into the directory that the first argument names, for a CI job: from $MOONGATE_URL, if
# its SHA-256 is $MOONGATE_SHA256. Both are variables of the CI system, so that a pull request cannot change
# what checks it. A program that is on PATH already is used as it is.
set -eu
directory=${1:?usage: sh get.sh DIRECTORY}
mkdir -p "$directory"
if there=$(command -v moongate); then
  ln -sf "$there" "$directory/moongate"
  exit
fi
: "${MOONGATE_URL:?set this variable in the CI system to where the program moongate can be downloaded}"
: "${MOONGATE_SHA256:?set this variable in the CI system to the SHA-256 of the program at MOONGATE_URL}"
if command -v curl >/dev/null; then
  curl --fail --silent --show-error --location --retry 3 --output "$directory/download" "$MOONGATE_URL"
else
  wget -q -O "$directory/download" "$MOONGATE_URL"
fi
if ! echo "$MOONGATE_SHA256  $directory/download" | sha256sum -c - >/dev/null 2>&1; then
  rm -f "$directory/download"
  echo "moongate: what is at MOONGATE_URL does not have the SHA-256 that MOONGATE_SHA256 says: not run" >&2
  exit 1
fi
chmod 755 "$directory/download"
mv "$directory/download" "$directory/moongate"
{%- endif %}
