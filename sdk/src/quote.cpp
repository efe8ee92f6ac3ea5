#include "quote.h"

#include "report/unicode.h"

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

}  // namespace moongate
