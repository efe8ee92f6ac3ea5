local glob = require("moongate.glob")
local regex = require("moongate.regex")

-- Whether one of the patterns matches the whole text; without patterns, any does.
local function fits(patterns, s)
  for _, pattern in ipairs(patterns) do
    if regex.new("^(?:" .. pattern .. ")$"):test(s) then return true end
  end
  return #patterns == 0
end

local function listed(patterns) return "`" .. table.concat(patterns, "`, `") .. "`" end

local function check_name(subject, kind, name, opt)
  if glob.any(opt.exempt, name) then return end
  if not fits(opt.names, name) then
    subject:report(("the %s's name `%s` does not match %s"):format(kind, name, listed(opt.names)), {
      rule = "name", help = "rename it: git branch -m NAME",
    })
  elseif opt.ticket ~= "" and not regex.new(opt.ticket):test(name) then
    subject:report(("the %s's name `%s` has no ticket"):format(kind, name), {
      rule = "ticket", help = "name it after its ticket, as `" .. opt.ticket .. "` matches it",
    })
  end
end

local function check_person(commit, role, person, opt)
  if not fits(opt[role .. "_emails"], person.email) then
    commit:report(("the %s's address %s does not match %s"):format(role, person.email, listed(opt[role .. "_emails"])), {
      rule = role, help = "git config user.email ADDRESS, then git commit --amend --reset-author",
    })
  end
  if not fits(opt[role .. "_names"], person.name) then
    commit:report(("the %s's name %s does not match %s"):format(role, person.name, listed(opt[role .. "_names"])), {
      rule = role, help = "git config user.name NAME, then git commit --amend --reset-author",
    })
  end
end

return {
  api = 1,
  summary = "Branches, tags and the people of commits are as a team agreed",
  level = "off",
  doc = [[
Off until a repository or a policy has a `[checks.branch-rules]` table; each rule needs an option of its own. Names
of branches are checked by `moongate check --branches` and for a pull request; people and the shape of the history
for each new commit.]],
  options = {
    names = { default = {}, items = "regex", doc = "Regexes of which one matches a branch's whole name" },
    ticket = { default = "", doc = "A regex that each branch's name contains, such as `[A-Z]+-[0-9]+`" },
    exempt = {
      default = { "main", "master", "develop", "dependabot/**", "renovate/**", "release-please--**" },
      items = "glob", doc = "Globs of branches whose names are not checked",
    },
    tags = { default = {}, items = "regex", doc = "Regexes of which one matches a tag's whole name" },
    annotated_tags = { default = false, doc = "Tags are annotated" },
    author_emails = { default = {}, items = "regex", doc = "Regexes of which one matches the author's whole address" },
    author_names = { default = {}, items = "regex", doc = "Regexes of which one matches the author's whole name" },
    committer_emails = { default = {}, items = "regex", doc = "Regexes of which one matches the committer's whole address" },
    committer_names = { default = {}, items = "regex", doc = "Regexes of which one matches the committer's whole name" },
    committer_is_author = { default = false, doc = "The committer has the author's address" },
    linear_history = { default = false, doc = "No merge commits" },
    no_fixups = { default = false, doc = "No `fixup!`, `squash!` or `amend!` commits" },
    max_behind = { default = 0, min = 0, doc = "Commits that a branch may lack of the default branch; 0: any number" },
  },
  rules = {
    name = { summary = "A branch's name matches none of `names`" },
    ticket = { summary = "A branch's name has no ticket" },
    tag = { summary = "A tag is not as `tags` or `annotated_tags` says" },
    author = { summary = "The author is not one of the allowed" },
    committer = { summary = "The committer is not one of the allowed" },
    ["linear-history"] = { summary = "A merge commit" },
    fixup = { summary = "A fixup commit has not been squashed" },
    behind = { summary = "A branch lacks more than `max_behind` commits" },
  },

  branch = function(branch, opt)
    if branch.is_default then return end
    check_name(branch, "branch", branch.name, opt)
    if opt.max_behind > 0 and branch.behind > opt.max_behind and not glob.any(opt.exempt, branch.name) then
      branch:report(("is %d commits behind, over the limit of %d"):format(branch.behind, opt.max_behind), {
        rule = "behind", value = branch.behind, help = "merge the default branch, or rebase onto it",
      })
    end
  end,

  tag = function(tag, opt)
    if not fits(opt.tags, tag.name) then
      tag:report("the tag's name `" .. tag.name .. "` does not match " .. listed(opt.tags), { rule = "tag" })
    end
    if opt.annotated_tags and not tag.annotated then
      tag:report("the tag is not annotated", { rule = "tag", help = "git tag --annotate --force NAME" })
    end
  end,

  pull_request = function(request, opt) check_name(request, "pull request", request.head, opt) end,

  commit = function(commit, opt)
    check_person(commit, "author", commit.author, opt)
    check_person(commit, "committer", commit.committer, opt)
    if opt.committer_is_author and commit.id and commit.committer.email:lower() ~= commit.author.email:lower() then
      commit:report(("the committer %s is not the author %s"):format(commit.committer.email, commit.author.email), {
        rule = "committer", help = "git commit --amend --reset-author",
      })
    end
    if opt.linear_history and commit.is_merge then
      commit:report("a merge commit in a linear history", { rule = "linear-history", help = "git rebase the branch instead" })
    end
    local fixup = commit.subject:match("^fixup!") or commit.subject:match("^squash!") or commit.subject:match("^amend!")
    if opt.no_fixups and fixup then
      commit:report("`" .. fixup .. "` commit has not been squashed", {
        rule = "fixup", line = 1, column = 1, length = #fixup, help = "git rebase --interactive --autosquash",
      })
    end
  end,
}
