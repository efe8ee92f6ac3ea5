-- expect: error cannot set the global 'kept'
-- visitor: changed_file
if rawget(_G, 'kept') then kept() end
kept = line.file:lines()
if line.number == 2 then return end
