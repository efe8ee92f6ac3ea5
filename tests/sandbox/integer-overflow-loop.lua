-- expect: aborted time
for _ = math.mininteger, math.maxinteger, 1 do end
