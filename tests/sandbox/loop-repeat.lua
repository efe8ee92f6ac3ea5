-- expect: aborted time
repeat until false
