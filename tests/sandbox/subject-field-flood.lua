-- expect: aborted
while true do pcall(function() return line.textt end) end
