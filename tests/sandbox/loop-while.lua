-- expect: aborted time
while true do end
