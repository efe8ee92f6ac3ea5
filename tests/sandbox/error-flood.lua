-- expect: aborted time
while true do pcall(error, {}) end
