local mark = "\xEF\xBB\xBF"

return {
  api = 1,
  summary = "No text file begins with a byte-order mark",
  style = true,
  doc = [[
The bytes EF BB BF before a UTF-8 text say nothing that UTF-8 does not say by itself, and break what
looks at a file's first bytes: a `#!` line, a JSON parser, `cat a b`. A file that had the mark before
the change keeps it without a finding. Windows tools that need the mark are left alone: Visual
Studio's resource scripts and solutions, PowerShell scripts, CSV for spreadsheets.]],
  paths = {
    exclude = { "*.rc", "*.sln", "*.ps1", "*.psm1", "*.psd1", "*.csv", "*.reg", "*.iss" },
  },
  changed_file = function(file)
    for line in file:lines() do
      if line.text:sub(1, 3) == mark and (file.old_text or ""):sub(1, 3) ~= mark then
        line:report("byte-order mark", { column = 1, length = 3, fix = "" })
      end
      break
    end
  end,
}
