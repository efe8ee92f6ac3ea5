#include "core/quote.h"

#include <algorithm>

#include "core/unicode.h"

namespace moongate {

namespace {

constexpr std::size_t longest_shown = 80;

}  // namespace

std::string in_quotes(std::string_view text) {
  if (text.size() <= longest_shown) return "'" + visible(text) + "'";
  std::size_t end = 0;
  while (end < longest_shown) end += code_point_at(text, end).length;
  return "'" + visible(text.substr(0, end)) + "…'";
}

std::string harmless(std::string_view text) {
  return visible(text);
}

std::string harmless_lines(std::string_view text) {
  return without_line_commands(visible_lines(text));
}

std::string without_line_commands(std::string_view text) {
  std::string lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines += without_commands(text.substr(0, end));
    if (end < text.size()) lines += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace moongate
