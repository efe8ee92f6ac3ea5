#include "config/json_config.h"

#include <nlohmann/json.hpp>

#include "core/error.h"

namespace moongate {

namespace {

using nlohmann::json;

// Deeper than any configuration; shallower than a stack.
constexpr int deepest = 32;

std::string quoted(const std::string& text) {
  std::string result = json(text).dump(-1, ' ', false, json::error_handler_t::replace);
  // JSON leaves DEL as it is, TOML does not.
  for (std::size_t at = result.find('\x7f'); at != std::string::npos; at = result.find('\x7f', at))
    result.replace(at, 1, "\\u007F");
  return result;
}

std::string inline_value(const json& value, int depth) {
  if (depth > deepest)
    throw Error(ProblemKind::config, "the configuration is nested too deeply", "flatten it");
  if (value.is_string()) return quoted(value.get_ref<const std::string&>());
  if (value.is_boolean() || value.is_number()) return value.dump();
  std::string text;
  if (value.is_array()) {
    for (const json& item : value)
      text += (text.empty() ? "" : ", ") + inline_value(item, depth + 1);
    return "[" + text + "]";
  }
  if (value.is_object()) {
    for (const auto& [key, item] : value.items())
      text += (text.empty() ? "" : ", ") + quoted(key) + " = " + inline_value(item, depth + 1);
    return "{" + text + "}";
  }
  throw Error(ProblemKind::config, "null is no setting", "leave the key out");
}

}  // namespace

std::string toml_from_json(std::string_view text) {
  const json settings = json::parse(text, nullptr, false);
  if (settings.is_discarded() || !settings.is_object())
    throw Error(ProblemKind::config, "the configuration is not a JSON object",
                "give an object in the form of moongate.toml: {\"fail_on\": \"warning\"}");
  std::string toml;
  for (const auto& [key, value] : settings.items())
    toml += quoted(key) + " = " + inline_value(value, 0) + "\n";
  return toml;
}

}  // namespace moongate
