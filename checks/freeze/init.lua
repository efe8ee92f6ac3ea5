local times = require("_times")
local glob = require("moongate.glob")
local text = require("moongate.text")

-- The first changed path that the window is about; nil where none is, "" where it is about all.
local function frozen_path(change, window)
  if #window.paths == 0 then return #change.files + #change.commits > 0 and "" or nil end
  for _, file in ipairs(change.files) do
    if glob.any(window.paths, file.path) or glob.any(window.paths, file.old_path or "/") then return file.path end
  end
end

-- Whether someone lets this change pass.
local function is_exempt(change, request, opt)
  for _, label in ipairs(request and request.labels or {}) do
    for _, allowed in ipairs(opt.labels) do
      if label == allowed then return true end
    end
  end
  local newest = change.commits[#change.commits]
  for _, trailer in ipairs(newest and newest.trailers or {}) do
    local same = opt.trailer ~= "" and trailer.key:lower() == opt.trailer:lower()
    if same and text.trim(trailer.value) ~= "" then return true end
  end
  return false
end

local time = "([01][0-9]|2[0-3]):[0-5][0-9]"
local weekday = "(Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
local date = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
local zone = "UTC|[+-](0[0-9]|1[0-4]):[0-5][0-9]"

return {
  api = 1,
  summary = "Nothing changes during a freeze",
  doc = [[
Before a release, over a holiday or while nobody is there to repair things, changes wait. A window says when,
for which paths and for pull requests into which branches. The time is the change's own: `--now`, else the
clock of the machine that runs the check.

Times are those of `timezone`: `UTC` or a fixed offset such as `+09:00`. There are no names such as
`Europe/Berlin`; where clocks change, give the windows of summer their own `timezone`.

A pull request with a label of `labels`, and a change whose newest commit has the trailer `trailer` with a
reason, pass.]],
  level = "off",
  stages = { "range", "push" },
  options = {
    timezone = {
      default = "UTC", pattern = zone,
      doc = "UTC or a fixed offset such as +09:00; names such as Europe/Berlin are not known",
    },
    labels = { default = {}, doc = "Labels with which a pull request passes" },
    trailer = { default = "Freeze-Exception", doc = "Trailer of the newest commit with which a change passes; empty: none" },
    windows = {
      default = {}, type = "map", doc = "When what is frozen",
      fields = {
        weekly = {
          default = {}, items = "string",
          pattern = "daily " .. time .. " *- *" .. time .. "|" .. weekday .. "( *- *" .. weekday .. ")?|" .. weekday .. " "
            .. time .. " *- *" .. weekday .. " " .. time,
          doc = "Times of each week: \"Sat - Sun\", \"Fri 17:00 - Mon 08:00\", \"daily 18:00 - 08:00\"",
        },
        dates = {
          default = {}, items = "string",
          pattern = date .. "( */ *" .. date .. ")?|" .. date .. "T" .. time .. " */ *" .. date .. "T" .. time,
          doc = "Days and ranges: \"2026-12-24\", \"2026-12-20/2027-01-03\", \"2026-12-20T18:00/2027-01-04T08:00\"",
        },
        timezone = {
          default = "", pattern = zone .. "|",
          doc = "UTC or a fixed offset such as +09:00; empty: that of the check",
        },
        paths = { default = {}, items = "glob", doc = "Globs of the files that are frozen; empty: all" },
        branches = { default = {}, items = "glob", doc = "Globs of the branches that pull requests must not go into; empty: all" },
        reason = { default = "", doc = "Why, shown with the finding" },
      },
    },
  },
  rules = {
    frozen = { summary = "A frozen file or branch is changed" },
  },

  pull_request = function(request)
    request:fact("pull request", { base = request.base, labels = request.labels })
  end,

  -- So that there is something to look at where no pull request is known.
  change = function(change) change:fact("change") end,

  finish = function(change, facts, opt)
    local request
    for _, fact in ipairs(facts) do request = request or fact.value end
    local exempt = is_exempt(change, request, opt)
    local names = {}
    for name in pairs(opt.windows) do names[#names + 1] = name end
    table.sort(names)
    for _, name in ipairs(names) do
      local window = opt.windows[name]
      local zone_name = window.timezone ~= "" and window.timezone or opt.timezone
      local now = change.now + times.offset(zone_name)
      local begin, stop = times.open(name, window, now)
      local path = frozen_path(change, window)
      local of_branch = #window.branches == 0 or not request or glob.any(window.branches, request.base)
      if begin and path and of_branch and not exempt then
        change:report(("frozen by `%s` from %s to %s (%s); it is %s"):format(name, times.shown(begin), times.shown(stop),
          zone_name, times.shown(now)), {
          rule = "frozen", path = path ~= "" and path or nil, help = window.reason,
        })
      end
    end
  end,
}
