-- expect: harmless
assert((""):rep(1e15) == "")
assert((""):rep(math.maxinteger, "") == "")
line:report("ok")
