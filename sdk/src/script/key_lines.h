// On which line a check's table names each key, for errors that say where. Lua itself does not keep
// that. Reads Lua's tokens only, so it is right for every source that Lua accepts.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace moongate {

struct KeyLines {
  // "options.max_file.min" -> line; keys of the last table that the file's outermost level returns.
  std::map<std::string, std::uint32_t, std::less<>> lines;
  // The first key that one table has twice, and where the second stands; empty: none.
  std::string duplicate;
  std::uint32_t duplicate_line = 0, duplicate_first = 0;
  std::uint32_t table_line = 0;  // where that table begins

  // The line of a key, or of the nearest enclosing one, or of the table, or 0.
  std::uint32_t line_of(std::string_view path) const;
};

KeyLines find_key_lines(std::string_view source);

}  // namespace moongate
