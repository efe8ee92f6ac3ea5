local check = require("moongate.test").check("change-request")

local function request(options, fields, expect)
  fields.author = fields.author or "ann"
  return {
    kind = "range", options = options, pull_request = fields, expect = expect,
    before = { ["old/a"] = "a\n" },
    after = { ["src/a"] = "1\n", ["db/x.sql"] = "2\n", ["old/a"] = "a\n" },
  }
end

check:case "nothing is asked for by default" (request({}, { title = "x", body = "" }, {}))

local titles = { title = { "^(feat|fix): ", "^Revert" } }
check:case "titles that match" (request(titles, { title = "fix: it" }, {}))
check:case "titles that match the second" (request(titles, { title = "Revert it" }, {}))
check:case "a title that does not match" (request(titles, { title = "it fix: " }, {
  {
    finding = "change: the title `it fix: ` matches none of: ^(feat|fix): , ^Revert", rule = "title", level = "error",
    help = "edit the title of the pull request",
  },
}))

local ticket = { ticket = { "[A-Z]+-[0-9]+", "#[0-9]+" } }
local no_ticket = {
  finding = "change: neither title nor description names a ticket", rule = "ticket", level = "error",
  help = "name one that matches: [A-Z]+-[0-9]+, #[0-9]+",
}
check:case "a ticket in the title" (request(ticket, { title = "AB-1", body = "" }, {}))
check:case "a ticket in the description" (request(ticket, { title = "x", body = "closes\n#12" }, {}))
check:case "a ticket in a heading" (request(ticket, { title = "x", body = "# fixes #12\n" }, {}))
check:case "a ticket in a comment or in code is none" (request(ticket, {
  title = "x", body = "<!-- #1 -->\n```\n#2\n```\n~~~~\n#3\n~~~\n#4\n~~~~~\n   ```\n#5\n   ```\n<!-- #6",
}, { no_ticket }))
check:case "what follows code counts" (request(ticket, { title = "x", body = "```\n~~~\n```\n#2" }, {}))
check:case "a code block is indented by three spaces at most" (request(ticket, { title = "x", body = "    ```\n#2" }, {}))
check:case "what follows comments counts" (request(ticket, { title = "x", body = "<!-- a --> <!--b-->#2" }, {}))

local labels = { labels = { "risk:*", "none" } }
check:case "a label that matches" (request(labels, { labels = { "bug", "risk:low" } }, {}))
check:case "no label that matches" (request(labels, { labels = { "bug", "risk" } }, {
  { finding = "change: no label matches risk:*, none", rule = "label", level = "error", help = "add one" },
}))

local function section(fields, answer, expect, name)
  return request({ sections = { ["Test evidence"] = fields } }, { body = answer }, expect and {
    { finding = "change: the section `Test evidence` " .. expect, rule = "section", level = "error", help = name },
  } or {})
end
local default_help = "write it below a heading `## Test evidence`"

check:case "an answer" (section({}, "## Test evidence\n\nall green\n\n## Next\n"))
check:case "a heading written otherwise" (section({}, "intro\n   ### **TEST** - evidence: ##\nall green"))
check:case "no heading" (section({}, "Test evidence\nall green\n", "is missing", default_help))
check:case "a heading that is code" (section({}, "```\n# Test evidence\nall green\n```\n", "is missing", default_help))
check:case "a heading within a comment" (section({}, "<!--\n# Test evidence\nall green\n-->\n", "is missing", default_help))
check:case "no heading but a tag" (section({}, "#Test evidence\nall green\n", "is missing", default_help))
check:case "no answer" (section({ help = "how?" }, "# Test evidence\n\n<!-- how? -->\n## Next\ntext", "is not filled in", "how?"))
check:case "punctuation is no answer" (section({ help = "" }, "# Test evidence\n- ...\n", "is not filled in", default_help))
check:case "a placeholder" (section({}, "# Test evidence\n- *tbd*\n", "is not filled in", default_help))
check:case "a sentence with a placeholder in it" (section({}, "# Test evidence\nTODO is gone\n"))
check:case "letters beyond ASCII" (section({}, "# Test evidence\n✓\n"))
check:case "an answer with code" (section({}, "# Test evidence\n```\nmake test\n```\n"))
check:case "a section that comes twice" (section({}, "# Test evidence\n# Test evidence\nyes"))

check:case "an answer of a list" (section({ one_of = { "none", "some" } }, "# Test evidence\n- Some.\n"))
check:case "none of a list" (section({ one_of = { "none", "some" } }, "# Test evidence\nsome more\n", "is none of none, some",
  default_help))
check:case "an answer that matches" (section({ matches = { "^x", "https://" } }, "# Test evidence\nsee https://ci.example\n"))
check:case "an answer that does not match" (section({ matches = { "https://" } }, "# Test evidence\nsee CI\n",
  "has none of what it must have", default_help))
check:case "someone else" (section({ person = true }, "# Test evidence\n@ann, and (@bob.) too"))
check:case "someone at the beginning" (section({ person = true }, "# Test evidence\n@bob"))
check:case "nobody else" (section({ person = true }, "# Test evidence\n@Ann. and mail ann@bob.example\n",
  "names nobody but the author", default_help))
check:case "asked for where a file changes" (section({ paths = { "x/", "db/" } }, "", "is missing", default_help))
check:case "not asked for where no such file changes" (section({ paths = { "docs/", "old/" } }, ""))

check:case "sections by name" (request({ sections = { B = { person = false }, A = { person = false } } }, { body = "" }, {
  "change: the section `A` is missing", "change: the section `B` is missing",
}))

local body = "- [x] done\n- [X] done\n* [ ] one\n  1. [ ] two\n3) [ ] three\n+ [ ] ~~four~~\n```\n- [ ] five\n```\ntext - [ ] six"
check:case "open tasks" (request({ tasks = true }, { body = body }, {
  {
    finding = "change: open task: one", rule = "task", level = "error",
    help = "do it and tick it, or strike it through: ~~like this~~",
  },
  "change: open task: three", "change: open task: two",
}))
check:case "tasks are not asked for" (request({}, { body = body }, {}))

local function exempt(options, fields, expect)
  options.title = { "^fix" }
  fields.title = "it"
  return request(options, fields, expect)
end
local asked = { "change: the title `it` matches none of: ^fix" }
check:case "drafts are left out" (exempt({}, { draft = true }, {}))
check:case "drafts on request" (exempt({ drafts = true }, { draft = true }, asked))
check:case "exempt labels" (exempt({ exempt_labels = { "no-*" } }, { labels = { "a", "no-form" } }, {}))
check:case "other labels" (exempt({ exempt_labels = { "no-*" } }, { labels = { "a" } }, asked))
check:case "exempt authors" (exempt({ exempt_authors = { "*[[]bot]" } }, { author = "dep[bot]" }, {}))
check:case "other authors" (exempt({ exempt_authors = { "*[[]bot]" } }, { author = "depbot" }, asked))

check:case "one of each is enough to ask" (request({
  title = { "^a" }, ticket = { "b" }, labels = { "c" }, sections = { D = { one_of = { "e" } } },
}, { title = "x", body = "# D\nf\n", labels = {} }, {
  "change: no label matches c",
  "change: the section `D` is none of e",
  "change: neither title nor description names a ticket",
  "change: the title `x` matches none of: ^a",
}))

check:case "text around comments is kept" (request({ title = {}, sections = { A = { one_of = { "b c d" } } } }, {
  body = "<!-- x --># A\nb <!-- <!-- --> c<!---->\nd",
}, {}))
