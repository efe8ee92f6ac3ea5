return {
  api = 1,
  summary = "Added lines have no trailing whitespace",
  style = true,
  doc = [[
Spaces and tabs at the end of a line are invisible, survive no formatter, and turn up as noise in
someone else's diff. Only lines that the change adds are looked at.

In Markdown exactly two spaces after text are a line break and stay; set `markdown_breaks = false`
to have them reported too. Patches, where whitespace is content, and tab-separated tables, where a tab
is an empty last field, are left alone.]],
  options = {
    markdown_breaks = { default = true, doc = "Accept two spaces after text in Markdown: a line break" },
  },
  paths = { exclude = { "*.patch", "*.diff", "*.tsv" } },
  added_line = function(line, opt)
    local text = line.text
    local last = text:byte(-1)
    if last ~= 32 and last ~= 9 then return end

    -- Greedy and from the right: "[ \t]+$" would be tried at every blank of the line.
    local column = text:match("^.*[^ \t]()") or 1
    local fix = ""
    if opt.markdown_breaks and column > 1 then
      local path = line.file.path:lower()
      if path:find("%.md$") or path:find("%.markdown$") then
        local blanks = text:sub(column)
        if blanks == "  " then return end
        if blanks:find("^   +$") then fix = "  " end
      end
    end
    line:report("trailing whitespace", {
      column = column,
      length = #text - column + 1,
      fix = fix,
    })
  end,
}
