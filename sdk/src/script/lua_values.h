// Values between C++ and Lua.
#pragma once

#include <string>
#include <string_view>

#include "value.h"

struct lua_State;

namespace moongate {

// Pushes a value; lists and maps become tables that cannot be written to.
void push_value(lua_State* lua, const Value& value);

// Pushes a table that shows the one on the top (which it pops) and refuses writing.
void freeze_table(lua_State* lua);

// Whether the table at `index` is one that freeze_table made.
bool is_frozen(lua_State* lua, int index);

// Reads the value at `index` without running any code of the script. Throws Error(check), naming
// `what`, for what is no value: functions, keys that are neither strings nor a list's, tables
// nested deeper than 8 or larger than 10,000 values.
Value read_value(lua_State* lua, int index, const std::string& what);

}  // namespace moongate
