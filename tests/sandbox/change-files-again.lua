-- expect: aborted time|aborted memory
-- visitor: change
while true do local n = #subject.commits[1].files end
