-- expect: error regex: 
require("moongate.regex").new("((((a{1,1000}){1,1000}){1,1000}))")
