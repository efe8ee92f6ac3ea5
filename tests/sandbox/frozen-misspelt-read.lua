-- expect: error the global 'tosting' is not declared: did you mean 'tostring'?
-- whole

return { api = 1, summary = 'x', added_line = function(line) line:report(tosting(1)) end }
