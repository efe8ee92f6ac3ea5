# `moongate next-version` and `moongate changelog`.
. "$(dirname "$0")/../lib.sh"

commit() { git commit -q --allow-empty -m "$1"; }
released() { git init -q . && commit "feat: begin" && git tag "$1"; }

it "begins with the initial version"
  git init -q . && commit "feat: begin"
  run moongate next-version
  expect_exit 0
  expect_out_is "0.1.0"
  run moongate next-version --initial 1.0.0
  expect_out_is "1.0.0"
  run moongate next-version --initial one
  expect_exit 2

it "bumps by the greatest change"
  released v1.2.3
  run moongate next-version
  expect_out_is "1.2.3"
  commit "docs: words"
  run moongate next-version
  expect_out_is "1.2.4"
  commit "feat: more"
  run moongate next-version
  expect_out_is "1.3.0"
  commit $'fix: less\n\nBREAKING CHANGE: it breaks'
  run moongate next-version
  expect_out_is "2.0.0"

it "keeps 0 as the major version before 1.0.0"
  released v0.3.1
  commit "feat!: break"
  run moongate next-version
  expect_out_is "0.4.0"

it "numbers pre-releases, and passes over tags that are no versions"
  released v1.0.0
  git tag v1.x
  commit "feat: more"
  run moongate next-version --pre-release rc
  expect_out_is "1.1.0-rc.1"
  git tag v1.1.0-rc.1
  run moongate next-version --pre-release rc
  expect_out_is "1.1.0-rc.2"
  expect_err "v1.x"

it "obeys Release-As, and refuses one that is no version"
  released v1.0.0
  commit $'chore: release\n\nRelease-As: 3.0.0'
  run moongate next-version
  expect_out_is "3.0.0"
  commit $'chore: release\n\nRelease-As: soon'
  run moongate next-version
  expect_exit 2
  expect_err "soon"

it "looks at one package of a monorepo"
  released web@1.0.0
  git tag v9.0.0
  mkdir web && echo a >web/a && git add -A && commit "feat: web"
  commit "feat!: elsewhere"
  run moongate next-version --package web --tag-prefix web@
  expect_out_is "1.1.0"

it "prints a changelog, with hostile text escaped"
  released v1.0.0
  commit "fix(api): take <b> and *stars*"
  commit "feat!: drop the old"
  commit "chore: tidy"
  run moongate changelog
  expect_exit 0
  expect_out "## 2.0.0"
  expect_out "### Breaking changes"
  expect_out '- **api:** take \<b\> and \*stars\* ('
  expect_no_out "tidy"
  run moongate changelog --all-types --authors
  expect_out "tidy"

finish
