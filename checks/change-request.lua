local glob = require("moongate.glob")
local regex = require("moongate.regex")
local text = require("moongate.text")

-- What a template asks in comments is no answer. One that is not closed goes on to the end.
local function without_comments(body)
  local parts = text.split(body, "<!--")
  for i = 2, #parts do
    local _, last = parts[i]:find("-->", 1, true)
    parts[i] = last and parts[i]:sub(last + 1) or ""
  end
  return table.concat(parts)
end

-- Letters, digits and what is not ASCII: how a heading is written otherwise does not matter.
local function key_of(heading)
  return (heading:lower():gsub("[^%w\128-\255]+", " "):gsub("^ ", ""):gsub(" $", ""))
end

-- The text below each heading, by the heading's key, and all lines outside of code blocks.
local function read_body(body)
  local sections, lines, key, fence = {}, {}, nil, nil
  for _, line in ipairs(text.lines(without_comments(body))) do
    local mark = line:match("^ ? ? ?(```+)") or line:match("^ ? ? ?(~~~+)")
    local heading = not fence and line:match("^ ? ? ?#+%s+(.-)%s*#*%s*$")
    if heading then
      key = key_of(heading)
      sections[key] = sections[key] or {}
    elseif key then
      table.insert(sections[key], line)
    end
    if not fence and not mark then lines[#lines + 1] = line end
    if fence and mark and mark:sub(1, #fence) == fence then
      fence = nil
    elseif not fence then
      fence = mark
    end
  end
  for name, list in pairs(sections) do sections[name] = text.trim(table.concat(list, "\n")) end
  return sections, lines
end

local function any_match(patterns, subject)
  for _, pattern in ipairs(patterns) do
    if regex.new(pattern):test(subject) then return true end
  end
  return false
end

local function is_placeholder(answer, placeholders)
  local key = key_of(answer)
  if key == "" then return true end
  for _, placeholder in ipairs(placeholders) do
    if key == key_of(placeholder) then return true end
  end
  return false
end

local function is_one_of(answer, choices)
  for _, choice in ipairs(choices) do
    if key_of(answer) == key_of(choice) then return true end
  end
  return false
end

-- The first person named `@like-this` who is not the author.
local function names_another(answer, author)
  for name in (" " .. answer):gmatch("[^%w]@([%w][%w_.-]*)") do
    if name:lower():gsub("[.-]+$", "") ~= author:lower() then return true end
  end
  return false
end

local function changes(change, globs)
  for _, file in ipairs(change.files) do
    if glob.any(globs, file.path) then return true end
  end
  return false
end

-- What is wrong with an answer; nil where nothing is.
local function wrong_answer(name, section, answer, author, placeholders)
  if not answer then return ("the section `%s` is missing"):format(name) end
  if is_placeholder(answer, placeholders) then return ("the section `%s` is not filled in"):format(name) end
  if #section.one_of > 0 and not is_one_of(answer, section.one_of) then
    return ("the section `%s` is none of %s"):format(name, table.concat(section.one_of, ", "))
  end
  if #section.matches > 0 and not any_match(section.matches, answer) then
    return ("the section `%s` has none of what it must have"):format(name)
  end
  if section.person and not names_another(answer, author) then
    return ("the section `%s` names nobody but the author"):format(name)
  end
end

local function open_tasks(lines)
  local open = {}
  for _, line in ipairs(lines) do
    local task = line:match("^%s*[-*+] %[ %] *(.*)$") or line:match("^%s*%d+[.)] %[ %] *(.*)$")
    if task and not task:find("^%s*~~.*~~%s*$") then open[#open + 1] = task end
  end
  return open
end

local function has_label(labels, wanted)
  for _, label in ipairs(labels) do
    if glob.any(wanted, label) then return true end
  end
  return false
end

local function sorted_names(map)
  local names = {}
  for name in pairs(map) do names[#names + 1] = name end
  table.sort(names)
  return names
end

return {
  api = 1,
  summary = "Pull requests answer the team's form",
  doc = [[
A form is worth something when its answers are there: what may break, how it was tested, how it is taken back, who
looked at it. Sections are headings of any depth; case and punctuation do not matter. Comments (`<!-- -->`) and
placeholders are no answers.

The pull request is the one that the CI system knows. Drafts are left out until they are ready.]],
  level = "off",
  options = {
    title = { default = {}, items = "regex", doc = "Regexes of which the title must match one" },
    ticket = { default = {}, items = "regex", doc = "Regexes of which one must match in title or description" },
    labels = { default = {}, items = "glob", doc = "Globs of which a label must match one" },
    tasks = { default = false, doc = "Every item of a task list is ticked, or struck through" },
    drafts = { default = false, doc = "Look at drafts, too" },
    exempt_labels = { default = {}, items = "glob", doc = "Globs of labels with which nothing is asked for" },
    exempt_authors = { default = {}, items = "glob", doc = "Globs of authors of whom nothing is asked, such as `*[[]bot]`" },
    placeholders = { default = { "TBD", "TODO", "FIXME", "WIP" }, doc = "Answers that are none" },
    sections = {
      default = {}, type = "map", doc = "Headings that the description must have, with an answer",
      fields = {
        paths = { default = {}, items = "glob", doc = "Asked for only where such a file changes; empty: always" },
        one_of = { default = {}, items = "string", doc = "The answer is one of these" },
        matches = { default = {}, items = "regex", doc = "Regexes of which the answer must match one" },
        person = { default = false, doc = "The answer names a person (`@name`) other than the author" },
        help = { default = "", doc = "What to write, shown with the finding" },
      },
    },
  },
  rules = {
    title = { summary = "The title does not match" },
    ticket = { summary = "No ticket is named" },
    label = { summary = "A label is missing" },
    section = { summary = "A section of the description is missing or not filled in" },
    task = { summary = "An item of a task list is open" },
  },

  pull_request = function(request)
    request:fact("pull request", {
      title = request.title, body = request.body, labels = request.labels, author = request.author, draft = request.draft,
    })
  end,

  finish = function(change, facts, opt)
    local request = facts[1] and facts[1].value
    if not request or (request.draft and not opt.drafts) then return end
    if has_label(request.labels, opt.exempt_labels) or glob.any(opt.exempt_authors, request.author) then return end
    local sections, lines = read_body(request.body)
    if #opt.title > 0 and not any_match(opt.title, request.title) then
      change:report(("the title `%s` matches none of: %s"):format(request.title, table.concat(opt.title, ", ")), {
        rule = "title", help = "edit the title of the pull request",
      })
    end
    local prose = request.title .. "\n" .. table.concat(lines, "\n")
    if #opt.ticket > 0 and not any_match(opt.ticket, prose) then
      change:report("neither title nor description names a ticket", {
        rule = "ticket", help = "name one that matches: " .. table.concat(opt.ticket, ", "),
      })
    end
    if #opt.labels > 0 and not has_label(request.labels, opt.labels) then
      change:report("no label matches " .. table.concat(opt.labels, ", "), { rule = "label", help = "add one" })
    end
    for _, name in ipairs(sorted_names(opt.sections)) do
      local section = opt.sections[name]
      local asked = #section.paths == 0 or changes(change, section.paths)
      local wrong = asked and wrong_answer(name, section, sections[key_of(name)], request.author, opt.placeholders)
      if wrong then
        change:report(wrong, {
          rule = "section",
          help = section.help ~= "" and section.help or ("write it below a heading `## %s`"):format(name),
        })
      end
    end
    for _, task in ipairs(opt.tasks and open_tasks(lines) or {}) do
      change:report("open task: " .. task, { rule = "task", help = "do it and tick it, or strike it through: ~~like this~~" })
    end
  end,
}
