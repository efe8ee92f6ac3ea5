#!/usr/bin/env bash
# comment.sh FILE: the Markdown report becomes one comment of pull request $PULL_REQUEST, found again by
# its hidden first line. Needs `gh`, which GitHub's runners have. Where the token may not write (a
# fork's pull request), that is said and nothing fails: the step's summary has the same text.
set -euo pipefail
file=$1
comments=repos/$GITHUB_REPOSITORY/issues/${PULL_REQUEST:-}/comments
if [ -z "${PULL_REQUEST:-}" ]; then
  echo "moongate: this run is about no pull request: no comment"
  exit 0
fi
if [ ! -s "$file" ]; then
  echo "moongate: there is no report at $file: no comment" >&2
  exit 1
fi
mark=$(head -n 1 "$file")
problem=$(mktemp)
trap 'rm -f "$problem"' EXIT
# Which comments are the token's own? A comment of anyone else that begins with our line must not be taken
# for ours: its author could rewrite the report afterwards.
if MOONGATE_LOGIN=$(gh api user --jq .login 2>"$problem") && [ -n "$MOONGATE_LOGIN" ]; then
  export MOONGATE_LOGIN
  own='.user.login == env.MOONGATE_LOGIN' # a user's token
elif grep -q 'HTTP 403' "$problem"; then
  own='.user.type == "Bot"' # the job's own token, or an app's: it belongs to no user
else
  # Not known. A user who cannot write in this repository is an untrusted contributor.
  own='.user.type == "Bot" or ([.author_association // "MEMBER"] | inside(["OWNER", "MEMBER", "COLLABORATOR"]))'
fi
ours=".[] | select((.body | startswith(\"$mark\")) and ($own)) | .id"
write() {
  local id
  id=$(gh api --paginate "$comments" --jq "$ours" 2>"$problem") || return 1
  id=${id%%$'\n'*}
  if [ -n "$id" ]; then
    gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" -F "body=@$file" --silent 2>"$problem"
  else
    gh api --method POST "$comments" -F "body=@$file" --silent 2>"$problem"
  fi
}
if ! write; then
  grep -qE 'HTTP 40[134]' "$problem" || { cat "$problem" >&2; exit 1; }
  echo "::notice title=moongate::the token may not comment on this pull request (a fork's?); the report is in the summary of the job"
fi
