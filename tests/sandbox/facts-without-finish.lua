-- expect: error nobody would get this fact
line:fact("x", 1)
