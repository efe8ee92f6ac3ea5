-- expect: aborted time
-- visitor: commit
while true do local s = subject.trailers end
