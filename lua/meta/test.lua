---@meta moongate.test

---Tests of checks, for `moongate test`. A test file stands next to its check: `NAME_test.lua`.
---@class moongate.test
local test = {}

---@class moongate.TestCase
---Path -> content: the tree before the change. Default: empty.
---@field before? table<string, string | moongate.TestFile>
---Path -> content: the tree after the change. A path that only `before` has was deleted.
---@field after? table<string, string | moongate.TestFile>
---The same as `after`, for a case whose kind is `staged`.
---@field staged? table<string, string>
---Oldest first: messages, or commits. Makes the kind `range`.
---@field commits? (string | moongate.TestCommit)[]
---A commit message that is being written. Makes the kind `message`.
---@field message? string
---Make the kind `refs`.
---@field branches? moongate.TestBranch[]
---@field tags? moongate.TestTag[]
---@field pull_request? { number?: integer, title?: string, body?: string, labels?: string[], base?: string, head?: string, author?: string, draft?: boolean }
---Default: what the other fields make it; `staged` for trees alone.
---@field kind? moongate.Kind
---As in moongate.toml; the others have their defaults.
---@field options? table<string, any>
---`paths` of the check's configuration.
---@field paths? moongate.Paths
---The check's configured level.
---@field level? moongate.Level
---Seconds since 1970, or a date as `2026-03-01`. Default: 2026-01-01.
---@field now? integer | string
---The findings, in the report's order: `a.c:2:4: message`, `a.c: message`, `commit 1:1: message` (with
---several commits `commit #2 1:1: message`; `commit, line 1: message` without a column), `branch NAME: message`, `tag NAME: message`, `change: message`.
---Where more than the text matters: `{ finding = "…", rule = "…", level = "…", help = "…", commands = { "…" }, length = 4 }`.
---@field expect? (string | moongate.TestExpected)[]
---The tree after all fixes were applied; files that are not named must be as in `after`.
---@field fixed? table<string, string>

---@class moongate.TestFile
---@field text? string
---@field executable? boolean
---What a symbolic link points to, instead of `text`.
---@field symlink? string

---@class moongate.TestExpected
---@field finding string
---@field rule? string
---@field level? moongate.Level
---@field help? string
---@field commands? string[]
---In bytes, of a finding on one line.
---@field length? integer

---@class moongate.TestCommit
---@field message string
---Path -> content after the commit; the other files stay. `false` deletes a file.
---@field files? table<string, string | false>
---`Name <email>`.
---@field author? string
---@field committer? string
---Seconds since 1970, or a date. Default: `now`.
---@field time? integer | string
---It has two parents.
---@field merge? boolean
---It has no parent.
---@field root? boolean

---@class moongate.TestBranch
---@field name string
---The last commit's id, 40 or 64 hexadecimal digits. Default: made from the name.
---@field head? string
---@field remote? string
---@field age_days? integer
---@field last_author? string
---@field merged_into? string
---@field merged_how? "merge" | "rebase" | "squash" | "cherry-pick"
---@field upstream? string
---@field upstream_gone? boolean
---@field ahead? integer
---@field behind? integer
---@field is_current? boolean
---@field is_default? boolean
---@field is_protected? boolean
---@field is_stale? boolean
---@field reverted? boolean
---@field begun_days? integer

---@class moongate.TestTag
---@field name string
---The commit's id. Default: made from the name.
---@field head? string
---@field age_days? integer
---@field message? string
---@field annotated? boolean
---@field tagger? string

---@class moongate.TestCheck
local TestCheck = {}

---One case: `check:case "title" { … }`. It needs `expect` or `fixed`.
---@param title string
---@return fun(case: moongate.TestCase)
function TestCheck:case(title) end

---The check that the file tests, by its name.
---@param name string
---@return moongate.TestCheck
function test.check(name) end

---A case of a module: `test.case "title" (function() … end)`. It fails when the function errs.
---@param title string
---@return fun(body: fun())
function test.case(title) end

---Errs, showing both, unless `actual` equals `expected`; tables are compared by content.
---@param actual any
---@param expected any
function test.equal(actual, expected) end

---Errs unless `body` errs with a message that has `text` in it.
---@param body fun()
---@param text string
function test.fails(body, text) end

return test
