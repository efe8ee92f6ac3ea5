// Plain values of a change, pushed as a script sees them.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/change.h"
#include "lua.h"

namespace moongate {

inline void push_string(lua_State* lua, std::string_view text) {
  lua_pushlstring(lua, text.data(), text.size());
}

inline void push_or_nil(lua_State* lua, std::string_view text) {
  if (text.empty())
    lua_pushnil(lua);
  else
    push_string(lua, text);
}

inline void push_count(lua_State* lua, std::uint64_t count) {
  lua_pushinteger(lua, static_cast<lua_Integer>(count));
}

inline void push_mode(lua_State* lua, const std::optional<FileVersion>& version) {
  if (!version) {
    lua_pushnil(lua);
    return;
  }
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%06o", version->mode);
  lua_pushstring(lua, text.data());
}

inline void push_strings(lua_State* lua, const std::vector<std::string>& list) {
  lua_createtable(lua, static_cast<int>(std::min<std::size_t>(list.size(), 1 << 20)), 0);
  for (std::size_t i = 0; i < list.size(); ++i) {
    lua_charge(lua, 1);
    push_string(lua, list[i]);
    lua_rawseti(lua, -2, static_cast<lua_Integer>(i) + 1);
  }
}

inline void push_signature(lua_State* lua, const Signature& signature) {
  lua_createtable(lua, 0, 4);
  push_string(lua, signature.name);
  lua_setfield(lua, -2, "name");
  push_string(lua, signature.email);
  lua_setfield(lua, -2, "email");
  lua_pushinteger(lua, signature.time);
  lua_setfield(lua, -2, "time");
  lua_pushinteger(lua, signature.offset_minutes);
  lua_setfield(lua, -2, "offset_minutes");
}

// Whole days from `then` to `now`; a time in the future is today.
inline lua_Integer days_between(std::int64_t then, std::int64_t now) {
  return now <= then ? 0 : (now - then) / 86400;
}

}  // namespace moongate
