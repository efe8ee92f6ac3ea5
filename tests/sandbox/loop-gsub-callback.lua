-- expect: aborted time
("aaaa"):gsub("a", function() while true do end end)
