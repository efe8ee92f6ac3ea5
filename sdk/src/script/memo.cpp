#include "script/memo.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "lauxlib.h"
#include "lua.h"
#include "script/lua_values.h"
#include "script/sandbox.h"

namespace moongate {

namespace {

// What all memos of one state keep together, counted as below; then all is forgotten. Small next to
// the memory of a check, because what is kept must not decide whether a visit has enough.
constexpr std::size_t most_kept = std::size_t{1} << 20;
constexpr std::size_t part_of_memory = 16;
constexpr std::size_t entry_cost = 100, value_cost = 16;
constexpr int most_arguments = 16, most_results = 16, deepest = 16;
constexpr std::size_t most_values = 10000;

const char results_key = 0;

// Of one state, next to what Lua holds.
struct Memos {
  std::size_t kept = 0;
  std::uint64_t made = 0;
};

const char memos_key = 0;

Memos& memos_of(lua_State* lua) {
  lua_rawgetp(lua, LUA_REGISTRYINDEX, &memos_key);
  Memos& memos = *static_cast<Memos*>(lua_touserdata(lua, -1));
  lua_pop(lua, 1);
  return memos;
}

void forget_all(lua_State* lua, Memos& memos) {
  memos.kept = 0;
  lua_newtable(lua);
  lua_rawsetp(lua, LUA_REGISTRYINDEX, &results_key);
}

template <class Number>
void append(std::string& key, char type, Number number) {
  key += type;
  char bytes[sizeof number];
  std::memcpy(bytes, &number, sizeof number);
  key.append(bytes, sizeof number);
}

// Equal exactly where the arguments are.
std::string key_of(lua_State* lua, int arguments) {
  std::string key;
  for (int i = 1; i <= arguments; ++i) switch (lua_type(lua, i)) {
      case LUA_TNIL:
        key += 'n';
        break;
      case LUA_TBOOLEAN:
        key += lua_toboolean(lua, i) ? 't' : 'f';
        break;
      case LUA_TNUMBER:
        if (lua_isinteger(lua, i))
          append(key, 'i', lua_tointeger(lua, i));
        else
          append(key, 'd', lua_tonumber(lua, i));
        break;
      case LUA_TSTRING: {
        std::size_t size = 0;
        const char* const text = lua_tolstring(lua, i, &size);
        append(key, 's', size);
        key.append(text, size);
        break;
      }
      default:
        luaL_error(lua,
                   "argument %d of a memo is %s: only strings, numbers, booleans and nil tell "
                   "what to remember",
                   i, type_phrase(lua, i).c_str());
    }
  lua_charge(lua, key.size() / 16);
  return key;
}

// What the result at `index` takes. Runs no code of the script.
std::size_t cost_of(lua_State* lua, int index, int depth, std::size_t& values) {
  index = lua_absindex(lua, index);
  if (++values > most_values)
    luaL_error(lua, "a memo's result holds more than %d values", static_cast<int>(most_values));
  switch (lua_type(lua, index)) {
    case LUA_TNIL:
    case LUA_TBOOLEAN:
    case LUA_TNUMBER:
      return value_cost;
    case LUA_TSTRING:
      return value_cost + lua_rawlen(lua, index);
    case LUA_TTABLE:
      break;
    default:
      luaL_error(lua, "a memo's result is plain data, not %s", type_phrase(lua, index).c_str());
  }
  if (depth == 0) luaL_error(lua, "a memo's result is nested deeper than %d", deepest);
  luaL_checkstack(lua, 4, "too deep");
  if (lua_getmetatable(lua, index))
    luaL_error(lua, "a memo's result is plain data, not a table with a metatable");
  std::size_t cost = entry_cost;
  lua_pushnil(lua);
  while (lua_next(lua, index)) {
    lua_charge(lua, 1);
    cost += cost_of(lua, -1, depth - 1, values);
    lua_pop(lua, 1);
    cost += cost_of(lua, -1, 0, values);  // a table as a key is no plain data
  }
  return cost;
}

// The results on the top as one value that is not nil: themselves, or a table of them.
void pack(lua_State* lua, int count) {
  if (count == 1 && lua_type(lua, -1) != LUA_TNIL && lua_type(lua, -1) != LUA_TTABLE) return;
  lua_createtable(lua, count, 1);
  lua_insert(lua, -count - 1);
  for (int i = count; i >= 1; --i) lua_rawseti(lua, -i - 1, i);
  lua_pushinteger(lua, count);
  lua_rawseti(lua, -2, 0);
}

int unpack(lua_State* lua) {
  if (lua_type(lua, -1) != LUA_TTABLE) return 1;
  const int table = lua_gettop(lua);
  lua_rawgeti(lua, table, 0);
  const int count = static_cast<int>(lua_tointeger(lua, -1));
  lua_pop(lua, 1);
  for (int i = 1; i <= count; ++i) lua_rawgeti(lua, table, i);
  return count;
}

// Upvalues: the function, the memo's number.
int call(lua_State* lua) {
  const int arguments = lua_gettop(lua);
  if (arguments > most_arguments)
    return luaL_error(lua, "a memo takes at most %d arguments", most_arguments);
  luaL_checkstack(lua, most_arguments + most_results + 8, "too many arguments");
  const std::string given = key_of(lua, arguments);
  std::string key;
  append(key, 'm', lua_tointeger(lua, lua_upvalueindex(2)));
  key += given;
  lua_rawgetp(lua, LUA_REGISTRYINDEX, &results_key);
  lua_pushlstring(lua, key.data(), key.size());
  if (lua_rawget(lua, -2) != LUA_TNIL) return unpack(lua);
  lua_pop(lua, 2);

  // Whoever computes it, and however often: the results look the same.
  Apart own(lua, given);
  lua_pushvalue(lua, lua_upvalueindex(1));
  lua_insert(lua, 1);
  lua_call(lua, arguments, LUA_MULTRET);
  const int results = lua_gettop(lua);
  if (results > most_results)
    return luaL_error(lua, "a memo's function returns at most %d values", most_results);
  luaL_checkstack(lua, most_results + 8, "too many results");
  std::size_t cost = entry_cost + key.size(), values = 0;
  for (int i = 1; i <= results; ++i) cost += cost_of(lua, i, deepest, values);
  pack(lua, results);
  own.freeze();

  Memos& memos = memos_of(lua);
  const std::size_t most =
      std::min<std::size_t>(most_kept, Sandbox::of(lua).limits().check_memory / part_of_memory);
  if (memos.kept + cost > most) forget_all(lua, memos);
  if (memos.kept + cost <= most) {
    memos.kept += cost;
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &results_key);
    lua_pushlstring(lua, key.data(), key.size());
    lua_pushvalue(lua, -3);
    lua_rawset(lua, -3);
    lua_pop(lua, 1);
  }
  return unpack(lua);
}

int new_memo(lua_State* lua) {
  if (lua_type(lua, 1) != LUA_TFUNCTION)
    return luaL_error(lua, "memo wants a function, not %s", type_phrase(lua, 1).c_str());
  lua_settop(lua, 1);
  lua_pushinteger(lua, static_cast<lua_Integer>(++memos_of(lua).made));
  lua_pushcclosure(lua, guarded<call>, 2);
  return 1;
}

}  // namespace

void open_memo(lua_State* lua) {
  *static_cast<Memos*>(lua_newuserdatauv(lua, sizeof(Memos), 0)) = Memos();
  lua_rawsetp(lua, LUA_REGISTRYINDEX, &memos_key);
  forget_all(lua, memos_of(lua));
  lua_pushcfunction(lua, guarded<new_memo>);
}

}  // namespace moongate
