-- expect: aborted time
require "_loop"
