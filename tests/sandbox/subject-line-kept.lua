-- expect: error this line is used after its visit
if kept then return kept.text end
kept = line
line:report("ok")
