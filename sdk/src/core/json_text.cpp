#include "core/json_text.h"

#include <nlohmann/json.hpp>

#include "core/unicode.h"

namespace moongate {

namespace {

void append_unit(std::string& text, char32_t unit) {
  static constexpr char names[] = "0123456789abcdef";
  text += "\\u";
  for (const unsigned shift : {12u, 8u, 4u, 0u}) text += names[unit >> shift & 15];
}

void append_escape(std::string& text, char32_t code) {
  if (code > 0xFFFF) {
    append_unit(text, 0xD800 + ((code - 0x10000) >> 10));
    append_unit(text, 0xDC00 + ((code - 0x10000) & 0x3FF));
  } else {
    append_unit(text, code);
  }
}

}  // namespace

std::string json_text(const nlohmann::ordered_json& document) {
  const std::string dumped =
      document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  std::string text;
  text.reserve(dumped.size() + 1);
  for (std::size_t at = 0; at < dumped.size();) {
    const char c = dumped[at];
    // Below 0x80 the library has escaped every control but DEL; the rest is only seldom special.
    if (static_cast<unsigned char>(c) < 0x7F) {
      if (c == '#' && starts_log_command(std::string_view(dumped).substr(at)))
        append_unit(text, '#');
      else
        text += c;
      ++at;
      continue;
    }
    const CodePoint point = code_point_at(dumped, at);
    if (is_unsafe(point.code))
      append_escape(text, point.code);
    else
      text.append(dumped, at, point.length);
    at += point.length;
  }
  text += '\n';
  return text;
}

}  // namespace moongate
