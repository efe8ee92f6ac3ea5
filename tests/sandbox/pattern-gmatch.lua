-- expect: aborted time
for _ in ("a"):rep(1 << 20):gmatch("a-b") do end
