local glob = require("moongate.glob")
local shell = require("moongate.shell")

-- A full ref name after `--` or in a refspec cannot be taken for an option, whatever it is called.
local function delete_command(branch)
  if branch.remote and not branch.is_stale then
    -- The lease deletes the branch only while it stands where this report saw it.
    local ref = "refs/heads/" .. branch.name
    return shell.join {
      "git", "push", "--force-with-lease=" .. ref .. ":" .. branch.head, "--", branch.remote,
      ":" .. ref,
    }
  end
  if branch.remote then
    return shell.join { "git", "branch", "-r", "-d", "--", branch.remote .. "/" .. branch.name }
  end
  -- `-d` asks what HEAD and the upstream have, not what the default branch has.
  return shell.join { "git", "branch", "-D", "--", branch.name }
end

local function restore_command(branch)
  if branch.is_stale then
    return shell.join {
      "git", "update-ref", "refs/remotes/" .. branch.remote .. "/" .. branch.name, branch.head,
    }
  end
  if branch.remote then
    return shell.join { "git", "push", "--", branch.remote, branch.head .. ":refs/heads/" .. branch.name }
  end
  return shell.join { "git", "branch", "--", branch.name, branch.head }
end

local function commands(branch) return { delete_command(branch), restore_command(branch) } end

local how = {
  rebase = " by rebase", squash = " by squash", ["cherry-pick"] = " by cherry-pick",
}

local function days(number) return number == 1 and "1 day" or number .. " days" end

local function unmerged(branch)
  if branch.ahead == 0 then return "" end
  return "; " .. branch.ahead .. (branch.ahead == 1 and " commit is" or " commits are")
    .. " not merged"
end

-- A branch that was begun and has no commit of its own yet is no remainder.
local function is_begun(branch, opt)
  if branch.merged_into and branch.ahead == 0 and branch.behind == 0 then return true end
  return branch.begun_days ~= nil and (opt.days == 0 or branch.begun_days <= opt.days)
end

local function is_kept(branch, opt)
  return branch.is_current or branch.is_default or branch.is_protected
    or glob.any(opt.keep, branch.name)
end

return {
  api = 1,
  summary = "Merged and abandoned branches are deleted",
  doc = [[
Branches that nobody needs hide those that someone does. Reported are branches whose commits all
arrived in the default branch (by merge, rebase, squash or cherry-pick), local ones whose upstream was
deleted, remote-tracking ones that no remote updates any more, and those without a commit for long. A
remote's branches are compared with that remote's default branch, local ones with the local and the
remote's. Never reported are the default branch, one that is checked out, rebased or bisected in any
worktree, one that was just begun, and those that `keep` names, such as what a host protects.

`commands` are the one that deletes the branch and the one that restores it. The command for a remote
branch works only while the branch stands where it was seen. Moongate never deletes anything.]],
  level = "warning",
  stages = { "refs" },
  options = {
    days = { default = 90, min = 0, doc = "Days without a commit that make a branch abandoned; 0: never" },
    merged_days = {
      default = 0, min = 0, doc = "Days that a merged branch may stay after its last commit",
    },
    keep = {
      default = {
        "main", "master", "trunk", "develop", "development", "staging", "production", "stable",
        "gh-pages", "release/**", "release-*", "stable/**", "stable-*", "support/**", "hotfix/**",
      },
      items = "glob", doc = "Globs of branches that are never reported",
    },
    temporary_tags = {
      default = {}, items = "glob",
      doc = "Globs of tags that are reported when they are older than `days`, such as `tmp/**`",
    },
  },
  rules = {
    merged = { summary = "All of the branch is in the default branch" },
    reverted = { summary = "What was merged of the branch was reverted later" },
    stale = { summary = "No remote updates the remote-tracking branch any more" },
    gone = { summary = "The branch's upstream was deleted" },
    abandoned = { summary = "The branch has had no commit for long" },
    tag = { summary = "A temporary tag is old" },
  },

  branch = function(branch, opt)
    if is_kept(branch, opt) or is_begun(branch, opt) then return end
    if branch.is_stale then
      branch:report("stale: no remote has it or updates it any more", {
        rule = "stale", commands = commands(branch),
      })
    elseif branch.merged_into then
      if branch.age_days < opt.merged_days then return end
      branch:report("merged into " .. branch.merged_into .. (how[branch.merged_how] or "")
        .. (branch.reverted and ", and reverted there later" or ""), {
        rule = branch.reverted and "reverted" or "merged", commands = commands(branch),
      })
    elseif branch.upstream_gone and not branch.remote then
      branch:report("its upstream is gone" .. unmerged(branch), {
        rule = "gone", commands = commands(branch),
      })
    elseif opt.days > 0 and branch.age_days > opt.days then
      branch:report("no commit for " .. days(branch.age_days) .. ", the last by "
        .. branch.last_author .. unmerged(branch), {
        rule = "abandoned", value = branch.age_days, commands = commands(branch),
      })
    end
  end,

  tag = function(tag, opt)
    if opt.days == 0 or tag.age_days <= opt.days or not glob.any(opt.temporary_tags, tag.name) then
      return
    end
    tag:report("temporary tag is " .. days(tag.age_days) .. " old", {
      rule = "tag",
      commands = {
        shell.join { "git", "tag", "-d", "--", tag.name },
        shell.join { "git", "tag", "--", tag.name, tag.head },
      },
    })
  end,
}
