-- expect: aborted time
-- whole
while true do end
