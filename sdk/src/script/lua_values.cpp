#include "script/lua_values.h"

#include <cmath>
#include <vector>

#include "core/error.h"
#include "core/suggest.h"
#include "lauxlib.h"
#include "lua.h"
#include "script/sandbox.h"

namespace moongate {

namespace {

constexpr int deepest = 8;
constexpr int most_values = 10000;

int refuse_write(lua_State* lua) {
  return luaL_error(lua, "options cannot be changed: copy the value first");
}

// The iterator of pairs(): upvalue 1 is the table that is shown. Whoever has the function may call
// it with anything, so it looks at its key alone, which Lua itself checks.
int next_pair(lua_State* lua) {
  lua_settop(lua, 2);
  if (lua_next(lua, lua_upvalueindex(1))) return 2;
  lua_pushnil(lua);
  return 1;
}

// pairs() of the table that upvalue 1 shows. That table itself is never handed out: it can be
// written to.
int pairs_of(lua_State* lua) {
  lua_settop(lua, 1);
  lua_pushvalue(lua, lua_upvalueindex(1));
  lua_pushcclosure(lua, next_pair, 1);
  lua_insert(lua, 1);
  lua_pushnil(lua);
  return 3;
}

int length_of(lua_State* lua) {
  lua_pushinteger(lua, static_cast<lua_Integer>(lua_rawlen(lua, lua_upvalueindex(1))));
  return 1;
}

std::string string_at(lua_State* lua, int index) {
  std::size_t size = 0;
  const char* const text = lua_tolstring(lua, index, &size);
  return std::string(text, size);
}

// Reading an option that upvalue 1, the table of them, does not have.
int refuse_unknown_option(lua_State* lua) {
  if (lua_type(lua, 2) != LUA_TSTRING) return 0;
  const std::string wanted = string_at(lua, 2);
  std::vector<std::string> known;
  lua_pushnil(lua);
  while (lua_next(lua, lua_upvalueindex(1))) {
    if (lua_type(lua, -2) == LUA_TSTRING) known.push_back(string_at(lua, -2));
    lua_pop(lua, 1);
  }
  const std::string hint = did_you_mean(wanted.substr(0, 100), known);
  return luaL_error(lua, "the check declares no option '%s': %s", wanted.substr(0, 100).c_str(),
                    hint.empty() ? "add it to `options`" : hint.c_str());
}

// What is left of the values that one may hold, and its name.
struct Room {
  int left;
  const std::string& whole;
};

Value read(lua_State* lua, int index, const std::string& what, int depth, Room& room) {
  index = lua_absindex(lua, index);
  const auto refuse = [&](const std::string& why) {
    throw Error(ProblemKind::check, what + " " + why);
  };
  // The value that is one too many is as good as any other: the whole is too large.
  if (--room.left < 0)
    throw Error(ProblemKind::check,
                room.whole + " holds more than " + std::to_string(most_values) + " values in all",
                "declare fewer of them");
  switch (lua_type(lua, index)) {
    case LUA_TNIL:
      return {};
    case LUA_TBOOLEAN:
      return lua_toboolean(lua, index) != 0;
    case LUA_TNUMBER:
      if (lua_isinteger(lua, index)) return std::int64_t{lua_tointeger(lua, index)};
      if (!std::isfinite(lua_tonumber(lua, index))) refuse("is not a finite number");
      return double{lua_tonumber(lua, index)};
    case LUA_TSTRING:
      return string_at(lua, index);
    case LUA_TTABLE:
      break;
    default:
      refuse(std::string("is a ") + luaL_typename(lua, index));
  }
  if (depth == 0) refuse("is nested too deeply");
  luaL_checkstack(lua, 4, "too deep");
  const std::size_t length = lua_rawlen(lua, index);
  std::size_t keys = 0;
  bool named = false;
  Map map;
  lua_pushnil(lua);
  while (lua_next(lua, index)) {
    if (lua_type(lua, -2) == LUA_TSTRING) {
      named = true;
      const std::string key = string_at(lua, -2);
      map.emplace(key, read(lua, -1, what + "." + key, depth - 1, room));
    } else if (!lua_isinteger(lua, -2)) {
      refuse(std::string("has a ") + luaL_typename(lua, -2) + " as a key");
    }
    ++keys;
    lua_pop(lua, 1);
  }
  if (named) {
    if (map.size() != keys) refuse("is neither a list nor a map: it has named and unnamed values");
    return map;
  }
  if (keys != length) refuse("is a list with holes");
  List list;
  for (std::size_t i = 1; i <= length; ++i) {
    lua_rawgeti(lua, index, static_cast<lua_Integer>(i));
    list.push_back(read(lua, -1, what + "[" + std::to_string(i) + "]", depth - 1, room));
    lua_pop(lua, 1);
  }
  return list;
}

}  // namespace

std::string type_phrase(lua_State* lua, int index) {
  const int type = lua_type(lua, index);
  if (type == LUA_TNONE) return "nothing";
  if (type == LUA_TNIL) return "nil";
  return std::string("a ") + luaL_typename(lua, index);
}

bool push_frozen_content(lua_State* lua, int index) {
  if (!lua_istable(lua, index)) return false;
  index = lua_absindex(lua, index);
  if (!lua_getmetatable(lua, index)) {
    if (!lua_isfrozen(lua, index)) return false;
    lua_pushvalue(lua, index);
    return true;
  }
  // Scripts cannot get hold of this function, so that no other table has it.
  lua_pushliteral(lua, "__newindex");
  lua_rawget(lua, -2);
  const bool ours = lua_tocfunction(lua, -1) == refuse_write;
  lua_pop(lua, 1);
  if (!ours) {
    lua_pop(lua, 1);
    return false;
  }
  lua_pushliteral(lua, "__index");
  lua_rawget(lua, -2);
  lua_remove(lua, -2);
  if (lua_istable(lua, -1)) return true;
  lua_pop(lua, 1);
  return false;
}

void freeze_table(lua_State* lua) {
  luaL_checkstack(lua, 6, "too deep");
  lua_newtable(lua);  // what is handed out: always empty, so that every write is a new key
  lua_createtable(lua, 0, 5);
  lua_pushvalue(lua, -3);
  lua_setfield(lua, -2, "__index");
  lua_pushcfunction(lua, refuse_write);
  lua_setfield(lua, -2, "__newindex");
  lua_pushvalue(lua, -3);
  lua_pushcclosure(lua, length_of, 1);
  lua_setfield(lua, -2, "__len");
  lua_pushvalue(lua, -3);
  lua_pushcclosure(lua, pairs_of, 1);
  lua_setfield(lua, -2, "__pairs");
  lua_pushboolean(lua, 0);
  lua_setfield(lua, -2, "__metatable");
  lua_setmetatable(lua, -2);
  lua_remove(lua, -2);
}

bool is_frozen(lua_State* lua, int index) {
  if (luaL_getmetafield(lua, index, "__newindex") == LUA_TNIL) return false;
  const bool frozen = lua_tocfunction(lua, -1) == refuse_write;
  lua_pop(lua, 1);
  return frozen;
}

void push_options(lua_State* lua, const Map& options) {
  luaL_checkstack(lua, 6, "too deep");
  lua_createtable(lua, 0, static_cast<int>(options.size()));
  for (const auto& [name, value] : options) {
    lua_pushlstring(lua, name.data(), name.size());
    push_value(lua, value);
    lua_rawset(lua, -3);
  }
  lua_createtable(lua, 0, 1);
  lua_pushvalue(lua, -2);
  lua_pushcclosure(lua, guarded<refuse_unknown_option>, 1);
  lua_setfield(lua, -2, "__index");
  lua_setmetatable(lua, -2);
  freeze_table(lua);
}

namespace {

void push(lua_State* lua, const Value& value, bool frozen) {
  luaL_checkstack(lua, 6, "too deep");
  if (const bool* const flag = value.get_if<bool>()) {
    lua_pushboolean(lua, *flag);
  } else if (const std::int64_t* const integer = value.get_if<std::int64_t>()) {
    lua_pushinteger(lua, *integer);
  } else if (const double* const number = value.get_if<double>()) {
    lua_pushnumber(lua, *number);
  } else if (const std::string* const text = value.get_if<std::string>()) {
    lua_pushlstring(lua, text->data(), text->size());
  } else if (const List* const list = value.get_if<List>()) {
    lua_createtable(lua, static_cast<int>(list->size()), 0);
    for (std::size_t i = 0; i < list->size(); ++i) {
      push(lua, (*list)[i], frozen);
      lua_rawseti(lua, -2, static_cast<lua_Integer>(i) + 1);
    }
    if (frozen) freeze_table(lua);
  } else if (const Map* const map = value.get_if<Map>()) {
    lua_createtable(lua, 0, static_cast<int>(map->size()));
    for (const auto& [key, item] : *map) {
      lua_pushlstring(lua, key.data(), key.size());
      push(lua, item, frozen);
      lua_rawset(lua, -3);
    }
    if (frozen) freeze_table(lua);
  } else {
    lua_pushnil(lua);
  }
}

}  // namespace

void push_value(lua_State* lua, const Value& value) {
  push(lua, value, true);
}

void push_copy(lua_State* lua, const Value& value) {
  push(lua, value, false);
}

Value read_value(lua_State* lua, int index, const std::string& what) {
  Room room{most_values, what};
  return read(lua, index, what, deepest, room);
}

}  // namespace moongate
