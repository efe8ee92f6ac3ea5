// The module moongate.memo: a function whose results are remembered, although a check is frozen.
#pragma once

struct lua_State;

namespace moongate {

// Pushes the module: memo(function) gives a function that calls it once for the same arguments.
void open_memo(lua_State* lua);

}  // namespace moongate
