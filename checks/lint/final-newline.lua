return {
  api = 1,
  summary = "Text files end with exactly one newline",
  style = true,
  doc = [[
A last line without an ending is joined to whatever is appended later, is changed by the next editor
that saves the file, and shows as `\ No newline at end of file` in every diff. Blank lines at the end
are its opposite and as invisible.

Only an end that the change touches is looked at. An empty file is fine.]],
  rules = {
    missing = { summary = "The last line has no line ending" },
    ["blank-lines"] = { summary = "The file ends in blank lines" },
  },
  paths = { exclude = { "*.patch", "*.diff", "*.svg", "*.min.js", "*.min.css", "*.min.map" } },
  added_line = function(line)
    if line.ending == "" then
      local ending = "\n"
      for first in line.file:lines() do
        if first.ending ~= "" then ending = first.ending end
        break
      end
      line:report("no newline at the end of the file", {
        rule = "missing", column = #line.text + 1, length = 0, fix = ending,
      })
    elseif line.number == line.file.line_count and not line.text:find("%S") then
      local last  -- the last line that is not blank
      for other in line.file:lines() do
        if other.text:find("%S") then last = other end
      end
      if not last then return end
      -- On the line that stays, so that the finding is known again when blank lines move elsewhere.
      -- What is cut is everything up to the ending of the last line, which becomes its ending.
      last:report("blank lines at the end of the file", {
        rule = "blank-lines", column = #last.text + 1, end_line = line.number, fix = "",
      })
    end
  end,
}
