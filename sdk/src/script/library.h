// The part of the library for checks that is native: moongate.glob and moongate.regex.
#pragma once

#include <string>

struct lua_State;

namespace moongate {

// Pushes the native module of that name; false (and nothing pushed) where there is none.
bool open_native_module(lua_State* lua, const std::string& name);

}  // namespace moongate
