-- expect: aborted
while true do pcall(function() return line[("x"):rep(1 << 20)] end) end
