---@meta moongate

-- The types of Moongate's Lua API, level 1, for the Lua language server: point `workspace.library` of
-- your `.luarc.json` at this directory. This is also the reference; docs/writing-checks.md is the tutorial.
--
-- A check is a module that returns one `moongate.Check`. Text is bytes, lines and columns count from
-- 1, columns count bytes. There is no file, network, process, environment, clock or random number.

error("lua/meta holds types for editors; require \"moongate.NAME\" instead")

---@alias moongate.Level "error" | "warning" | "note" | "off"

---@alias moongate.Kind
---| "staged"   # HEAD -> the index that Git is committing
---| "working"  # HEAD -> the working tree, as `git add` would store it
---| "message"  # a commit message that is being written
---| "range"    # merge base -> head, and the commits between
---| "commit"   # a commit against its parents
---| "push"     # ref updates: what the receiving side does not have
---| "tree"     # nothing -> a whole tree
---| "history"  # nothing -> every reachable object; no command of this version makes it
---| "refs"     # branches and tags
---| "buffer"   # old and new bytes of named files, no Git

---@alias moongate.OptionType
---| "boolean" | "integer" | "number" | "string" | "list" | "map"
---| "size"      # `512KiB`, `10MB` or a number; the check gets bytes
---| "duration"  # `5s`, `90d`; the check gets seconds
---| "glob"      # a path glob; the check gets its text

---@alias moongate.ItemType
---| "string" | "integer" | "number" | "boolean"
---| "glob"      # a path glob; the check gets its text
---| "regex"     # as in `moongate.regex`; the check gets its text

---@alias moongate.Status "added" | "modified" | "deleted" | "renamed" | "copied" | "type_changed"

-- The table that a check returns --------------------------------------------------------------------

---@class moongate.Check
---The API level that the check is written for: 1.
---@field api integer
---What the check wants of a change, in one line.
---@field summary string
---Markdown: why, and what to do. `moongate explain NAME` shows it.
---@field doc? string
---Where to read more.
---@field url? string
---Default `"error"`. `"off"`: the check runs where configuration has a `[checks.NAME]` table, at level
---`"error"` unless one is set there, or when it is asked for by name.
---@field level? moongate.Level
---Kinds of change that it runs on. Default: all that its visitors can see.
---@field stages? moongate.Kind[]
---`"net"` (default): base against head. `"commits"`: what each new commit introduces, and the net change.
---@field scope? "net" | "commits"
---What can be configured: `[checks.NAME]` in moongate.toml. Names `level`, `paths`, `stages`, `scope`
---and `rules` are taken.
---@field options? table<string, moongate.Option>
---Rules of a check that has several; each can have a level of its own.
---@field rules? table<string, moongate.Rule>
---Files that it wants to see. `{ "a", "b" }` is short for `{ include = { "a", "b" } }`.
---@field paths? moongate.Paths | string[]
---Languages that it wants to see: `c`, `cpp`, `python`, `javascript`, `typescript`, `go`, `json` ….
---@field languages? string[]
---It wants binary files too. Default false.
---@field binary? boolean
---It is about how text is written, not what it does. Default false. Where neither configuration nor the
---check states a level, a finding is an error on a line that the change adds and where it has a fix, a
---warning there without a fix, and a note on what was there before (`check --all`, `--include-existing`).
---@field style? boolean
---Language -> tree-sitter query, for `changed_node`.
---@field queries? table<string, string>
---Id -> what to look for, for `match`.
---@field patterns? table<string, moongate.Pattern>
---Called for each added line; not of symbolic links.
---@field added_line? fun(line: moongate.Line, opt: moongate.Options)
---Called for each file that was added, modified, renamed or deleted, with both sides.
---@field changed_file? fun(file: moongate.ChangedFile, opt: moongate.Options)
---Called for each changed file but symbolic links, one version at a time: for the old version only when the
---new one had findings, which are then subtracted.
---@field file? fun(file: moongate.File, opt: moongate.Options)
---Called for each hit of `patterns` that overlaps added bytes; not in symbolic links.
---@field match? fun(match: moongate.Match, opt: moongate.Options)
---Called for each match of `queries` that touches the change. The old side's findings are subtracted.
---@field changed_node? fun(node: moongate.NodeMatch, opt: moongate.Options)
---Called for each commit of the change, or for the message that is being written.
---@field commit? fun(commit: moongate.Commit, opt: moongate.Options)
---Called for each branch, local and remote.
---@field branch? fun(branch: moongate.Branch, opt: moongate.Options)
---Called for each tag.
---@field tag? fun(tag: moongate.Tag, opt: moongate.Options)
---Called once, where the host knows of a pull request.
---@field pull_request? fun(request: moongate.PullRequest, opt: moongate.Options)
---Called once, for the whole change.
---@field change? fun(change: moongate.Change, opt: moongate.Options)
---Called once, after all visitors, with the facts that they kept (`subject:fact`), ordered by path and
---line. With `scope = "commits"` it is called for each commit with that commit's facts, and once for the
---net change. A check with `finish` is not divided among shards.
---@field finish? fun(change: moongate.Change, facts: moongate.Fact[], opt: moongate.Options)

---@class moongate.Option
---The default; it gives the option's type unless `type` says it.
---@field default any
---What the option does, in one line.
---@field doc? string
---@field type? moongate.OptionType
---What each item of a list is. Without it the default's items tell, and a list whose default is empty
---holds strings.
---@field items? moongate.ItemType
---Bounds of a number, a size or a duration.
---@field min? number | string
---@field max? number | string
---The accepted values.
---@field one_of? any[]
---A regex (as in `moongate.regex`) that the whole string must match.
---@field pattern? string
---Of a map (`default = {}`): each of its values is a table with these keys, `[checks.NAME.OPTION.KEY]` in
---moongate.toml. A field that is left out has its default; one with a `type` and no default has to be given.
---@field fields? table<string, moongate.Option>

---The configured values, one for each declared option.
---@alias moongate.Options table<string, any>

---@class moongate.Rule
---@field summary string
---@field level? moongate.Level
---@field help? string # Markdown
---@field url? string

---@class moongate.Paths
---Globs; default: all files.
---@field include? string[]
---Globs; stronger than `include`.
---@field exclude? string[]

---@class moongate.Pattern
---In the syntax of `moongate.regex`; linear time.
---@field regex string
---Lower-case texts of which one must stand in the file: what makes the search fast.
---@field keywords? string[]
---Bits a character that the first capture (or the match) must have at least.
---@field entropy? number
---Name of a built-in checksum that the match must have.
---@field checksum? string
---Mask the first capture (or the match) in every output of the run; in a check that the change under
---check brings only in its own findings and in snippets of what it matched. Default false.
---@field secret? boolean

-- Reporting -----------------------------------------------------------------------------------------

---All fields may be left out. A finding stands where its subject stands; `column` and `length` narrow it.
---@class moongate.Finding
---Id of one of the check's `rules`.
---@field rule? string
---Default: the rule's, then the check's. Configuration has the last word.
---@field level? moongate.Level
---Of a file, or of a commit's or tag's message: the line. A line, a match and a node know their own.
---@field line? integer
---@field column? integer
---In bytes; it may go over line endings.
---@field length? integer
---Instead of `length`: the last line of the range, which ends where that line's text ends.
---@field end_line? integer
---Replaces exactly the reported range, for `--fix`: `column` and `length` (0 inserts), `column` and
---`end_line`, or the whole text of a line. Dropped inside a string, in a snapshot and in a `-text` file.
---@field fix? string
---What to do, for a person; never executed.
---@field help? string
---What to paste into a shell, and what undoes it: one line each. Never executed, and never cut.
---@field commands? string[]
---A measure that may grow worse: an old finding with a larger value is new. Finite.
---@field value? number

---@class moongate.Subject
local Subject = {}
---Reports a finding on this subject. `message`: one line, without a full stop.
---@param message string
---@param finding? moongate.Finding
function Subject:report(message, finding) end

---Plain data: nil, booleans, finite numbers, strings, lists, and tables with string keys; nested at most 8
---deep and at most 10,000 values in all.
---@alias moongate.Data nil | boolean | number | string | table

---Keeps a value for `finish`, with the place of this subject. What is kept while the old version of a
---file is visited is dropped.
---@param name string  at most 200 bytes
---@param value? moongate.Data
function Subject:fact(name, value) end

-- Subjects ------------------------------------------------------------------------------------------

---@class moongate.Line: moongate.Subject
---Without its ending.
---@field text string
---`"\n"`, `"\r\n"`, or `""` for a last line without one.
---@field ending string
---@field number integer
---@field file moongate.File

---One version of a file.
---@class moongate.File: moongate.Subject
---From the repository's root, `/` between.
---@field path string
---As Git writes it: `"100644"`, `"100755"`, `"120000"` (a symbolic link), `"160000"` (a submodule). Nil for a
---deleted file.
---@field mode? string
---In bytes.
---@field size integer
---By Git's rule: a zero byte among the first 8000.
---@field is_binary boolean
---Generated or vendored: its attributes `linguist-generated` or `linguist-vendored` say so, or a well-known
---name does.
---@field is_generated boolean
---A language's id, or nil.
---@field language? string
---Nil for a deleted file.
---@field text? string
---@field line_count integer
---@field added_line_count integer
---@field is_symlink boolean
---@field is_submodule boolean
local File = {}
---Iterates: `for line in file:lines() do`.
---@return fun(): moongate.Line?
function File:lines() end
---Iterates over the added lines.
---@return fun(): moongate.Line?
function File:added_lines() end

---Both versions of a file. The fields without `old_` are nil or 0 for a deleted file, except for `path`.
---@class moongate.ChangedFile: moongate.File
---@field status moongate.Status
---How much of a renamed or copied file is the same, 0 to 100.
---@field similarity integer
---Nil for an added file; other than `path` for a renamed one.
---@field old_path? string
---@field old_mode? string
---0 for an added file.
---@field old_size integer
---Nil for an added file.
---@field old_text? string

---Reports at the first capture that took part, or at the whole match where there is none.
---@class moongate.Match: moongate.Subject
---The pattern's id; `report` uses it as the rule.
---@field rule string
---The whole match.
---@field text string
---The regex's groups; one that took no part is nil.
---@field captures table<integer, string>
---Where the first capture begins, or the match.
---@field line integer
---@field column integer
---@field file moongate.File
---Bits a character of the first capture, or of the match.
---@field entropy number

---One match of a query: its captures by name (one that took no part is nil). Reports at its first capture
---that is not `@scope`.
---@class moongate.NodeMatch: moongate.Subject
---@field file moongate.File
---@field language string
---@field [string] moongate.Node?

---What a query captured. Reports on exactly itself.
---@class moongate.Node: moongate.Subject
---@field text string
---The capture's name in the query.
---@field name string
---The node's type in the grammar.
---@field kind string
---@field line integer
---@field column integer
---@field end_line integer
---Of the first byte behind it.
---@field end_column integer
---@field file moongate.File

---@class moongate.Signature
---@field name string
---@field email string
---Seconds since 1970.
---@field time integer
---Of the time zone, in minutes.
---@field offset_minutes integer

---@class moongate.Commit: moongate.Subject
---Hexadecimal; nil for a message that is being written.
---@field id? string
---The whole message, as Git stores it.
---@field message string
---The first line.
---@field subject string
---What follows the subject and its blank line.
---@field body string
---The lines `Token: value` of the last paragraph.
---@field trailers { key: string, value: string }[]
---@field author moongate.Signature
---@field committer moongate.Signature
---@field is_merge boolean
---Ids in hexadecimal. Of a message that is being written: HEAD and what is being merged; none where it may be the
---first commit's, also written again by `--amend`.
---@field parents string[]
---Empty for a message that is being written.
---@field files moongate.ChangedFile[]

---@class moongate.Branch: moongate.Subject
---Without `refs/heads/`, or the remote's name.
---@field name string
---Nil for a local branch.
---@field remote? string
---The last commit's id in hexadecimal.
---@field head string
---Of the last commit, in seconds since 1970.
---@field time integer
---Whole days from the last commit to the host's `now`.
---@field age_days integer
---@field last_author string
---The name of the default branch where that has all of it, or nil.
---@field merged_into? string
---A later commit there undoes what was merged.
---@field reverted boolean
---How: `"merge"`, `"rebase"`, `"squash"`, `"cherry-pick"`; or nil.
---@field merged_how? string
---The full name of the ref that it tracks, or nil.
---@field upstream? string
---It tracks a ref that is gone.
---@field upstream_gone boolean
---Commits that the default branch does not have, and that it alone has.
---@field ahead integer
---@field behind integer
---Checked out, rebased or bisected in any worktree.
---@field is_current boolean
---@field is_default boolean
---The default branch is. What a host protects is not known here: a check takes names as an option.
---@field is_protected boolean
---A remote-tracking branch that no remote has or updates any more.
---@field is_stale boolean
---Whole days since the branch was created, if it has got no commit since; else nil.
---@field begun_days? integer

---@class moongate.Tag: moongate.Subject
---@field name string
---The commit's id in hexadecimal.
---@field head string
---In seconds since 1970: of the tag, or of a lightweight tag's commit.
---@field time integer
---@field age_days integer
---Empty for a lightweight tag.
---@field message string
---@field annotated boolean
---Nil for a lightweight tag.
---@field tagger? moongate.Signature

---@class moongate.PullRequest: moongate.Subject
---@field number integer
---@field title string
---@field body string
---@field labels string[]
---Names of branches.
---@field base string
---@field head string
---@field author string
---@field draft boolean

---@class moongate.Change: moongate.Subject
---@field kind moongate.Kind
---Ids in hexadecimal; nil where there is no such commit.
---@field base? string
---@field head? string
---How the host came to this change, for a person.
---@field why string
---Of all files together.
---@field added_lines integer
---@field removed_lines integer
---@field counts { files: integer, commits: integer, added_lines: integer, removed_lines: integer }
---The check's own options.
---@field config moongate.Options
---Sorted by path.
---@field files moongate.ChangedFile[]
---Oldest first.
---@field commits moongate.Commit[]
---@field branches moongate.Branch[]
---@field tags moongate.Tag[]
---Seconds since 1970, given by the host.
---@field now integer
local Change = {}
---Also takes `path`, a file of the change, and then `line`, `column` and the rest.
---@param message string
---@param finding? moongate.ChangeFinding
function Change:report(message, finding) end

---Names of the new tree that file systems which ignore case, or how characters are composed, take for one,
---where the change brought one of the two; sorted by path. Not in `finish` of a single commit
---(`scope = "commits"`).
---@return moongate.NameCollision[]
function Change:collisions() end

---@class moongate.NameCollision
---The first changed file that has the name in its path: what to report at.
---@field path string
---That both names stand in; "" is the root.
---@field directory string
---The name of a file or directory that the change brought, and the one that it collides with.
---@field name string
---@field other string
---They differ in ASCII letters alone.
---@field case_only boolean

---@class moongate.ChangeFinding: moongate.Finding
---@field path? string

---What a visitor kept with `subject:fact`, as `finish` gets it.
---@class moongate.Fact
---@field name string
---@field value moongate.Data
---Of the file that the subject was or stood in; nil for commits, branches and the whole change.
---@field path? string
---@field line? integer
---The id of the commit that it is about or that introduces the file, with `scope = "commits"` or from
---the visitor `commit`.
---@field commit? string
local Fact = {}
---Reports a finding at the fact's place.
---@param message string
---@param finding? moongate.Finding
function Fact:report(message, finding) end
