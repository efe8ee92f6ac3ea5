-- expect: error cannot change a table that was made while loading
-- whole

return { api = 1, summary = 'x', added_line = function(line) require("moongate.glob").seen = 1 end }
