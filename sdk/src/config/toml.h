// A configuration file as a tree in which every key and value knows its line. The TOML library
// stays behind this: its header is slow to compile, and it trusts its input more than we can.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/value.h"

namespace moongate {

// Configuration may come from an untrusted contributor's pull request: what is larger is refused.
inline constexpr std::size_t max_config_bytes = std::size_t{1} << 20;
inline constexpr std::size_t max_config_values = 20000;

struct ConfigMember;

struct ConfigNode {
  enum class Type : std::uint8_t { table, list, string, integer, number, boolean, date };

  Type type = Type::table;
  std::uint32_t line = 0;             // 1-based
  Value value;                        // of a string, integer, number, boolean; a day's text
  std::vector<ConfigMember> members;  // of a table, in the order of the file
  std::vector<ConfigNode> items;      // of a list

  bool is(Type wanted) const { return type == wanted; }
  const ConfigMember* find(std::string_view name) const;
};

struct ConfigMember {
  std::string name;
  std::uint32_t line = 0;
  ConfigNode node;
};

// Throws Error(config) with `path` and the line for what is not TOML 1.0, not UTF-8, too large, too
// deeply nested or has too many values. A byte-order mark is allowed.
ConfigNode parse_toml(std::string_view text, const std::string& path);

// "a table", "a list", "a string" …
std::string_view with_article(ConfigNode::Type type);

}  // namespace moongate
