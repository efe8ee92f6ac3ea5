-- expect: harmless
line:report(("\xc3\xa4"):rep(1 << 20))
line:report("ok")
