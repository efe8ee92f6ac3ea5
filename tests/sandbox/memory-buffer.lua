-- expect: aborted memory
(("a"):rep(1 << 20)):gsub("a", ("x"):rep(1000))
