-- expect: error|aborted
-- whole
return { api = 1, summary = "x", [("x"):rep(1 << 22)] = 1, added_line = function() end }
