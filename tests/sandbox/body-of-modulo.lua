-- expect: aborted time
-- The remainder of numbers far apart takes microseconds, and a long body jumps back once in a while only.
local a, b, x = 1.7e308, 3e-308
while true do
-- repeat 250:   x = a % b x = a % b x = a % b x = a % b x = a % b x = a % b x = a % b x = a % b x = a % b
end
