-- expect: aborted memory
xpcall(function() return ("x"):rep(1 << 30) end, function() line:report("caught") end)
