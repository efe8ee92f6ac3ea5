#include "core/day.h"

#include <charconv>
#include <chrono>

namespace moongate {

namespace {

constexpr std::int64_t seconds_of_day = 86400;

// Exactly `digits` decimal digits at `at`.
std::optional<int> number(std::string_view text, std::size_t at, std::size_t digits) {
  if (text.size() < at + digits) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(at, digits)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

bool has(std::string_view text, std::size_t at, char c) {
  return at < text.size() && text[at] == c;
}

// "Z", "+02:00": seconds east of Greenwich.
std::optional<std::int64_t> parse_offset(std::string_view text) {
  if (text == "Z" || text == "z") return 0;
  const auto hours = number(text, 1, 2), minutes = number(text, 4, 2);
  if (text.size() != 6 || !has(text, 3, ':') || !hours || !minutes || *hours > 23 || *minutes > 59)
    return std::nullopt;
  if (text[0] != '+' && text[0] != '-') return std::nullopt;
  const std::int64_t offset = *hours * 3600 + *minutes * 60;
  return text[0] == '-' ? -offset : offset;
}

}  // namespace

std::optional<std::int64_t> parse_day(std::string_view text) {
  const auto year = number(text, 0, 4), month = number(text, 5, 2), day = number(text, 8, 2);
  if (text.size() != 10 || !year || !month || !day || !has(text, 4, '-') || !has(text, 7, '-'))
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return std::int64_t{std::chrono::sys_days(date).time_since_epoch().count()} * seconds_of_day;
}

std::optional<std::int64_t> parse_moment(std::string_view text) {
  if (text.size() >= 10 && has(text, 4, '-')) {
    const std::optional<std::int64_t> day = parse_day(text.substr(0, 10));
    if (!day || text.size() == 10) return day;
    const auto hour = number(text, 11, 2), minute = number(text, 14, 2),
               second = number(text, 17, 2);
    const bool form =
        (has(text, 10, 'T') || has(text, 10, ' ')) && has(text, 13, ':') && has(text, 16, ':');
    if (!form || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59)
      return std::nullopt;
    const std::optional<std::int64_t> offset = parse_offset(text.substr(19));
    if (!offset) return std::nullopt;
    return *day + *hour * 3600 + *minute * 60 + *second - *offset;
  }
  std::int64_t seconds = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, seconds);
  // Beyond the year 9999 there are no days to compare with.
  if (error != std::errc() || rest != end || seconds < 0 || seconds > 253402300799)
    return std::nullopt;
  return seconds;
}

bool is_over(const std::string& expires, std::int64_t now) {
  if (expires.empty()) return false;
  const std::optional<std::int64_t> day = parse_day(expires);
  return day && now >= *day + seconds_of_day;
}

}  // namespace moongate
