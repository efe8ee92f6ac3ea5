-- expect: error attempt to load a binary chunk
-- whole
Lua
