// Values between C++ and Lua.
#pragma once

#include <string>
#include <string_view>

#include "core/value.h"

struct lua_State;

namespace moongate {

// What stands at `index`, in a sentence: `a table`, `a number` …, `nil`, `nothing`.
std::string type_phrase(lua_State* lua, int index);

// Pushes a value; lists and maps become tables that cannot be written to.
void push_value(lua_State* lua, const Value& value);

// The same, but its tables are ordinary ones: the script's own.
void push_copy(lua_State* lua, const Value& value);

// Pushes the values of a check's options: as push_value, but reading one that was not declared is
// an error with "did you mean" instead of nil, for nil would be a check that passes silently.
void push_options(lua_State* lua, const Map& options);

// Pushes a table that shows the one on the top (which it pops) and refuses writing.
void freeze_table(lua_State* lua);
// Pushes the content of a table that can never change: of what freeze_table made, or of one without
// a metatable that was made while the check was loaded. False, with nothing pushed, for another.
bool push_frozen_content(lua_State* lua, int index);

// Whether the table at `index` is one that freeze_table made.
bool is_frozen(lua_State* lua, int index);

// Reads the value at `index` without running any code of the script. Throws Error(check), naming
// `what`, for what is no value: functions, keys that are neither strings nor a list's, tables
// nested deeper than 8 or larger than 10,000 values.
Value read_value(lua_State* lua, int index, const std::string& what);

}  // namespace moongate
