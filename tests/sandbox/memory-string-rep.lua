-- expect: aborted memory
return ("x"):rep(1 << 30)
