-- expect: error cannot set the global 'kept'
if rawget(_G, 'kept') then return kept.text end
kept = line
line:report("ok")
