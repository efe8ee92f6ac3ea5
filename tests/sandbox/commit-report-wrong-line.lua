-- expect: aborted time|aborted memory
-- visitor: commit
while true do pcall(subject.report, subject, "x", { line = 1 << 30 }) end
