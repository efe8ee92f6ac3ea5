-- expect: aborted time
return ("a"):rep(300):find(".-.-.-.-.-b")
