#include "engine/equal_lines.h"

#include <algorithm>
#include <limits>

#include "engine/new_findings.h"

namespace moongate {

EqualLines::EqualLines(const LineIndex& lines, const std::vector<std::string>& wanted,
                       std::uint32_t last) {
  std::size_t shortest = std::numeric_limits<std::size_t>::max();
  for (const std::string& text : wanted) {
    numbers_[text];
    shortest = std::min(shortest, text.size());
  }
  last = std::min(last, lines.count());
  for (std::uint32_t number = 1; number <= last; ++number) {
    const std::string_view text = lines.line(number);
    if (text.size() < shortest) continue;
    const auto found = numbers_.find(normalised(text));
    if (found != numbers_.end()) found->second.push_back(number);
  }
}

std::uint32_t EqualLines::ordinal(const std::string& wanted, std::uint32_t line) const {
  const std::vector<std::uint32_t>& numbers = of(wanted);
  return static_cast<std::uint32_t>(std::lower_bound(numbers.begin(), numbers.end(), line) -
                                    numbers.begin());
}

}  // namespace moongate
