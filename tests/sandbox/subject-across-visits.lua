-- expect: harmless
-- whole
-- Nothing of a visit can be kept for the next one: neither the subject, nor what reads from it.
local kept, keep = nil, {}
return { api = 1, summary = "test", changed_file = function(file)
  assert(not pcall(function() kept = file end) and kept == nil)
  assert(not pcall(function() keep.file = file end) and next(keep) == nil)
  assert(not pcall(rawset, keep, 1, file:lines()) and not pcall(table.insert, keep, file.report))
  file:report("ok")
end, added_line = function(line)
  assert(not pcall(function() kept = line end) and kept == nil)
  assert(not pcall(function() keep[1] = line.report end) and next(keep) == nil)
  line:report("ok")
end }
