#include "core/line_index.h"

#include <algorithm>

namespace moongate {

LineIndex::LineIndex(std::string_view text) : text_(text) {
  for (std::size_t at = 0; at < text.size();) {
    starts_.push_back(at);
    const std::size_t end = text.find('\n', at);
    at = end == std::string_view::npos ? text.size() : end + 1;
  }
}

std::string_view LineIndex::line(std::uint32_t number) const {
  if (number == 0 || number > count()) return {};
  std::string_view line = text_.substr(start(number), start(number + 1) - start(number));
  if (line.ends_with('\n')) {
    line.remove_suffix(1);
    if (line.ends_with('\r')) line.remove_suffix(1);
  }
  return line;
}

std::size_t LineIndex::start(std::uint32_t number) const {
  if (number == 0) return 0;
  return number <= starts_.size() ? starts_[number - 1] : text_.size();
}

std::uint32_t LineIndex::line_of(std::size_t offset) const {
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  return std::max(1u, static_cast<std::uint32_t>(after - starts_.begin()));
}

}  // namespace moongate
