#include "core/quoted_path.h"

#include <algorithm>

namespace moongate {

std::string unquoted_path(std::string_view between_quotes) {
  std::string text;
  for (std::size_t i = 0; i < between_quotes.size(); ++i) {
    if (between_quotes[i] != '\\' || i + 1 == between_quotes.size()) {
      text += between_quotes[i];
      continue;
    }
    constexpr std::string_view letters = "abfnrtv";
    constexpr std::string_view meanings = "\a\b\f\n\r\t\v";
    const std::string_view digits = between_quotes.substr(++i, 3);
    const std::size_t letter = letters.find(digits[0]);
    const bool is_octal =
        digits.size() == 3 && digits[0] <= '3' &&
        std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '7'; });
    if (letter != std::string_view::npos) {
      text += meanings[letter];
    } else if (is_octal) {
      text +=
          static_cast<char>((digits[0] - '0') << 6 | (digits[1] - '0') << 3 | (digits[2] - '0'));
      i += 2;
    } else {
      text += digits[0];
    }
  }
  return text;
}

}  // namespace moongate
