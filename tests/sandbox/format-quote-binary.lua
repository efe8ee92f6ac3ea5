-- expect: aborted
local s = ("\0\r\n\"\\"):rep(400000)
while true do local q = ("%q"):format(s) end
