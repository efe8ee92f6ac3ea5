-- expect: aborted time
return ("a"):rep(1 << 20):gsub("a*b", "")
