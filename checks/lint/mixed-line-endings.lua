local names = { ["\n"] = "LF", ["\r\n"] = "CRLF" }
local endings = { lf = "\n", crlf = "\r\n" }

-- Above this the text is not asked for as one string: it would count against the memory limit.
local whole_text = 8 * 1024 * 1024  -- moongate:unmutated only what is kept in memory

local function count(lines)
  local lf, crlf = 0, 0
  for line in lines do
    if line.ending == "\n" then lf = lf + 1 elseif line.ending == "\r\n" then crlf = crlf + 1 end
  end
  return lf, crlf
end

-- What lines of this mixed file should end in: what most lines of the old version do, so that an
-- edit in another style is the one that is wrong; without an old version, what most of its own do.
local function usual(file, lf, crlf)
  local small = file.old_size <= whole_text  -- moongate:unmutated only what is kept in memory
  local old = small and file.old_text
  if old then
    local _, all = old:gsub("\n", "")
    local _, with_return = old:gsub("\r\n", "")
    if all > 0 then lf, crlf = all - with_return, with_return end
  end
  return crlf > lf and "\r\n" or "\n"
end

return {
  api = 1,
  summary = "Files use one kind of line ending",
  style = true,
  doc = [[
A file in which some lines end in CRLF and others in LF shows whole-file diffs as soon as someone's
editor makes them equal. The right ending is the one that most lines had before the change (in a new
file: that most lines have); added lines that differ from it are reported. A file that is turned from
one ending to the other as a whole is fine. A carriage return inside a line is reported too.]],
  options = {
    ending = {
      default = "auto", one_of = { "auto", "lf", "crlf" },
      doc = "What lines must end in; `auto` is what most lines of the file end in",
    },
  },
  rules = {
    ending = { summary = "A line ends otherwise than the rest of the file" },
    ["lone-cr"] = { summary = "A carriage return stands inside a line" },
  },
  paths = { exclude = { "*.patch", "*.diff" } },
  changed_file = function(file, opt)
    if file.status == "deleted" then return end
    local want = endings[opt.ending]
    local small = file.size <= whole_text  -- moongate:unmutated only what is kept in memory
    if want ~= "\r\n" and small and not file.text:find("\r", 1, true) then
      return  -- most files: no carriage return at all, and this is the fastest way to know
    end
    if not want then
      local lf, crlf = count(file:lines())
      if lf == 0 then
        want = "\r\n"
      elseif crlf == 0 then
        want = "\n"
      else
        want = usual(file, lf, crlf)
      end
    end
    for line in file:added_lines() do
      local text = line.text
      if line.ending ~= want and line.ending ~= "" then
        line:report("line ends in " .. names[line.ending] .. " instead of " .. names[want], {
          rule = "ending",
          column = #text + 1,
          length = want == "\n" and 1 or 0,
          fix = want == "\n" and "" or "\r",
        })
      end
      local column = text:find("\r", 1, true)
      if column then
        line:report("carriage return inside the line", {
          rule = "lone-cr", column = column, length = 1,
        })
      end
    end
  end,
}
