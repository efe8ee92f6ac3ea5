-- expect: error
-- whole
return { api = 1, summary = "x", options = { o = { default = "a", pattern = ("(a{1,1000}){1,1000}"):rep(20) } }, added_line = function() end }
