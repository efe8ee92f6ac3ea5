-- expect: error attempt to load a binary chunk
require "_binary"
