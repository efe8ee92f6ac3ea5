local commitlint = require("moongate.commitlint")
local test = require("moongate.test")

local function parse(message, preset)
  return commitlint.parse(message, { preset = preset, issue_prefixes = { "#" }, trailers = {} })
end

local function failing(message, configured)
  local names = {}
  for _, result in ipairs(commitlint.lint(parse(message), configured)) do names[#names + 1] = result.rule end
  return names
end

test.case "the parts of a message" (function()
  local parsed = parse("feat(a)!: x\n\nbody\n\nRefs: #3\nmore\n")
  test.equal({ parsed.type, parsed.scope, parsed.subject }, { "feat", "a", "x" })
  test.equal({ parsed.body, parsed.footer, parsed.footer_at }, { "body", "Refs: #3\nmore", 5 })
  test.equal(parsed.has_references, true)
  test.equal(parse("feat!: x", "angular").type, nil)
  test.equal(parse("fix(a)(b): x").scope, "a)(b")
  test.equal(parse("fix: x\n\n* BREAKING CHANGE: y").footer, "* BREAKING CHANGE: y")
  test.equal(parse("fix: x\n\nsee https://example.org/#3").has_references, nil)
end)

test.case "ignored messages" (function()
  for _, message in ipairs {
    "Merge branch 'x'", "Merge pull request #1 from a", "Merge a into b", "Merge tag 'v1'", 'Revert "x"', "fixup! x",
    "v1.2.3", "chore(release): 1.2.3-rc.1 [skip ci]", "Merged PR 3: x", "Automatic merge from x",
  } do
    test.equal({ message, commitlint.is_ignored(message) }, { message, true })
  end
  for _, message in ipairs { "Initial commit", "revert: x", "Merge x", "01.2.3", "V1.2.3", "Merged x", "fixup x", "1.2" } do
    test.equal({ message, commitlint.is_ignored(message) }, { message, false })
  end
end)

test.case "rules, always and never" (function()
  test.equal(failing("fix: x", { ["type-enum"] = { 2, "always", "feat" } }), { "type-enum" })
  test.equal(failing("fix: x", { ["type-enum"] = { 2, "never", "feat" } }), {})
  test.equal(failing("fix: x", { ["type-enum"] = { 0, "always", "feat" } }), {})
  test.equal(failing("fix: x", { ["scope-empty"] = { 1, "never" } }), { "scope-empty" })
  test.equal(failing("fix: Xa", { ["subject-case"] = { 2, "never", "lower-case", "sentence-case" } }), { "subject-case" })
  test.equal(failing("fix: 1 Xa", { ["subject-case"] = { 2, "never", "sentence-case" } }), {})
  test.equal(failing("fix: x.", { ["subject-full-stop"] = { 2, "never", "." } }), { "subject-full-stop" })
  test.equal(failing("fix: x...", { ["subject-full-stop"] = { 2, "never", "." } }), {})
  test.equal(failing("fix(a/b): x", { ["scope-enum"] = { 2, "always", "a", "b" } }), {})
  test.equal(failing("fix(a/c): x", { ["scope-enum"] = { 2, "always", "a", "b" } }), { "scope-enum" })
  test.equal(failing("fix!: x", { ["breaking-change-exclamation-mark"] = { 2, "always" } }),
    { "breaking-change-exclamation-mark" })
  test.equal(failing("fix: x\n\nSigned-off-by: a\n# c", { ["signed-off-by"] = { 2, "always", "Signed-off-by:" } }), {})
  test.equal(failing("fix: x\nbody", { ["body-leading-blank"] = { 1, "always" } }), { "body-leading-blank" })
  test.equal(failing("fix: x\n\nlong line here", { ["body-max-line-length"] = { 2, "always", 5 } }), { "body-max-line-length" })
  test.equal(failing(" fix: x", { ["header-trim"] = { 2, "always" } }), { "header-trim" })
end)
