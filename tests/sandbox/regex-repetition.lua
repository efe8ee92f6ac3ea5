-- expect: error regex|aborted
local _ = require("moongate.regex").new("((((a{1,100}){1,100}){1,100}){1,100})")
