-- expect: aborted time
-- Writing a number as text takes a microsecond, and a long body jumps back once in a while only.
local f, a = 1.7976931348623157e308
while true do
-- repeat 250:   a = f .. f a = f .. f a = f .. f a = f .. f a = f .. f a = f .. f a = f .. f a = f .. f a = f .. f
end
