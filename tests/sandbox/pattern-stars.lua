-- expect: aborted time
return ("a"):rep(200):find(("a*"):rep(30) .. "b")
