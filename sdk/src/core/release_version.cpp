#include "core/release_version.h"

#include <charconv>
#include <tuple>

namespace moongate {

namespace {

bool read_number(std::string_view& text, std::uint64_t& number) {
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  const auto size = static_cast<std::size_t>(read.ptr - text.data());
  if (read.ec != std::errc() || (size > 1 && text[0] == '0')) return false;
  text.remove_prefix(size);
  return true;
}

// By Semantic Versioning: numbers below words, each by its own order.
bool pre_release_less(std::string_view left, std::string_view right) {
  if (left.empty() || right.empty()) return !left.empty();
  while (true) {
    const std::string_view a = left.substr(0, left.find('.'));
    const std::string_view b = right.substr(0, right.find('.'));
    if (a != b) {
      std::uint64_t x = 0;
      std::uint64_t y = 0;
      const auto first = std::from_chars(a.data(), a.data() + a.size(), x);
      const auto second = std::from_chars(b.data(), b.data() + b.size(), y);
      const bool number = first.ec == std::errc() && first.ptr == a.data() + a.size();
      const bool other = second.ec == std::errc() && second.ptr == b.data() + b.size();
      if (number && other) return x < y;
      return number == other ? a < b : number;
    }
    if (a.size() == left.size() || b.size() == right.size()) return left.size() < right.size();
    left.remove_prefix(a.size() + 1);
    right.remove_prefix(b.size() + 1);
  }
}

}  // namespace

std::string ReleaseVersion::text() const {
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch) +
         (pre_release.empty() ? "" : "-" + pre_release);
}

ReleaseVersion ReleaseVersion::next(Bump bump) const {
  if (bump == Bump::none) return *this;
  if (bump == Bump::major && major == 0) bump = Bump::minor;
  if (bump == Bump::major) return {major + 1, 0, 0, {}};
  if (bump == Bump::minor) return {major, minor + 1, 0, {}};
  return {major, minor, patch + 1, {}};
}

bool ReleaseVersion::operator<(const ReleaseVersion& other) const {
  const auto left = std::tie(major, minor, patch);
  const auto right = std::tie(other.major, other.minor, other.patch);
  return left != right ? left < right : pre_release_less(pre_release, other.pre_release);
}

std::optional<ReleaseVersion> parse_release_version(std::string_view text) {
  ReleaseVersion version;
  if (!read_number(text, version.major) || !text.starts_with('.')) return std::nullopt;
  text.remove_prefix(1);
  if (!read_number(text, version.minor) || !text.starts_with('.')) return std::nullopt;
  text.remove_prefix(1);
  if (!read_number(text, version.patch)) return std::nullopt;
  text = text.substr(0, text.find('+'));
  if (text.empty()) return version;
  if (text.size() < 2 || text[0] != '-') return std::nullopt;
  version.pre_release = text.substr(1);
  return version;
}

}  // namespace moongate
