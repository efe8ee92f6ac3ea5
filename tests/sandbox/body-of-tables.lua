-- expect: aborted time
-- One turn of the loop is ten thousand instructions.
local a
while true do
-- repeat 300:   a = {} a = {} a = {} a = {} a = {} a = {} a = {} a = {} a = {} a = {} a = {} a = {} a = {} a = {}
end
