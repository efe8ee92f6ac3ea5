-- expect: error|aborted|harmless
pcall(require("moongate.regex").new, ("("):rep(4000) .. "a" .. (")"):rep(4000))
line:report("ok")
