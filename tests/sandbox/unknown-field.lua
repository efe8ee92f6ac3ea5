-- expect: aborted time
while true do pcall(function() return line.nmber end) end
