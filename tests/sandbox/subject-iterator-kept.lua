-- expect: error this file is used after its visit
-- visitor: changed_file
if kept then kept() end
kept = line.file:lines()
if line.number == 2 then return end
