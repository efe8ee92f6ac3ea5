-- expect: aborted
-- visitor: change
while true do local _ = subject.files end
