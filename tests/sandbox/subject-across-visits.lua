-- expect: harmless
-- whole
local kept, keep_iterator, keep_report, keep_field
return { api = 1, summary = "test", changed_file = function(file)
  if kept then
    assert(not pcall(function() return kept.path end))
    assert(not pcall(function() return kept.number end))
    assert(not pcall(keep_iterator))
    assert(not pcall(keep_report, kept, "m"))
    assert(not pcall(coroutine.wrap(function() return kept:lines() end)))
    assert(kept ~= file and tostring(kept) == "line")
  end
  keep_iterator = file:lines()
  kept = keep_iterator()
  keep_report = kept.report
  file:report("ok")
end, added_line = function(line)
  if kept then assert(not pcall(function() return kept.text end)) end
  kept, keep_iterator, keep_report = line, line.file:lines(), line.report
  line:report("ok")
end }
