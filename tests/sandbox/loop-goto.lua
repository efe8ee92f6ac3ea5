-- expect: aborted time
::again:: goto again
