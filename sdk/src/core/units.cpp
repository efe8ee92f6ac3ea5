#include "core/units.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <optional>

#include "core/error.h"

namespace moongate {
namespace {

struct Unit {
  std::string_view name;
  double factor;
};

constexpr std::array<Unit, 9> size_units{{{"b", 1},
                                          {"kb", 1e3},
                                          {"mb", 1e6},
                                          {"gb", 1e9},
                                          {"tb", 1e12},
                                          {"kib", 1024.0},
                                          {"mib", 1048576.0},
                                          {"gib", 1073741824.0},
                                          {"tib", 1099511627776.0}}};

// Largest first: the parser demands that order, the writer uses it.
constexpr std::array<Unit, 7> duration_units{
    {{"w", 604800}, {"d", 86400}, {"h", 3600}, {"m", 60}, {"min", 60}, {"s", 1}, {"ms", 0.001}}};

constexpr double longest_duration = 100.0 * 365 * 86400;
constexpr std::size_t longest_text = 64;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text.substr(0, longest_text))
    out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
  return out + (text.size() > longest_text ? "…\"" : "\"");
}

// A number as its digits, so that integers up to 2^63 stay exact where a double would round.
struct Number {
  std::uint64_t whole = 0;
  double fraction = 0;
  bool overflow = false;
};

std::optional<Number> take_number(std::string_view& rest) {
  if (rest.empty() || !is_digit(rest.front())) return std::nullopt;
  Number number;
  while (!rest.empty() && is_digit(rest.front())) {
    const auto digit = static_cast<std::uint64_t>(rest.front() - '0');
    if (number.whole > (UINT64_MAX - digit) / 10) number.overflow = true;
    number.whole = number.whole * 10 + digit;
    rest.remove_prefix(1);
  }
  if (!rest.empty() && rest.front() == '.') {
    rest.remove_prefix(1);
    if (rest.empty() || !is_digit(rest.front())) return std::nullopt;
    for (double place = 0.1; !rest.empty() && is_digit(rest.front()); place /= 10) {
      number.fraction += place * (rest.front() - '0');
      rest.remove_prefix(1);
    }
  }
  return number;
}

std::string take_unit(std::string_view& rest) {
  std::size_t size = 0;
  while (size < rest.size() && is_letter(rest[size])) ++size;
  std::string unit = lower(rest.substr(0, size));
  rest.remove_prefix(size);
  return unit;
}

[[noreturn]] void refuse(std::string_view text, const std::string& what, const std::string& help) {
  throw Error(ProblemKind::config, quoted(text) + " is not a " + what, help);
}

constexpr const char* size_help =
    "write a number and a unit: 512KiB, 1MB (units: B, KB, MB, GB, TB, KiB, MiB, GiB, TiB)";
constexpr const char* duration_help =
    "write a number and a unit: 5s, 250ms, 90d, 1h30m (units: ms, s, m, h, d, w; largest first)";

}  // namespace

std::uint64_t parse_size(std::string_view text) {
  std::string_view rest = trimmed(text);
  if (rest.size() > longest_text) refuse(text, "size", size_help);
  const std::optional<Number> number = take_number(rest);
  if (!number) refuse(text, "size", size_help);
  rest = trimmed(rest);
  const std::string name = take_unit(rest);
  if (!rest.empty()) refuse(text, "size", size_help);
  if (name == "k" || name == "m" || name == "g" || name == "t") {
    const char letter = static_cast<char>(name[0] - 'a' + 'A');
    refuse(text, "size",
           std::string("write ") + letter + "B for powers of 1000 or " + letter +
               "iB for powers of 1024");
  }
  const auto unit = std::find_if(size_units.begin(), size_units.end(), [&](const Unit& u) {
    return u.name == (name.empty() ? "b" : name);
  });
  if (unit == size_units.end()) refuse(text, "size", size_help);
  const auto factor = static_cast<std::uint64_t>(unit->factor);
  constexpr std::uint64_t most = INT64_MAX;
  const auto part = static_cast<std::uint64_t>(number->fraction * unit->factor);
  if (number->overflow || number->whole > most / factor || number->whole * factor > most - part)
    throw Error(ProblemKind::config, quoted(text) + " is too large for a size",
                "the most is 8388607TiB");
  return number->whole * factor + part;
}

double parse_duration(std::string_view text) {
  std::string_view rest = trimmed(text);
  if (rest.empty() || rest.size() > longest_text) refuse(text, "duration", duration_help);
  double seconds = 0;
  double last = INFINITY;
  while (!rest.empty()) {
    const std::optional<Number> number = take_number(rest);
    if (!number) refuse(text, "duration", duration_help);
    while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
    const std::string name = take_unit(rest);
    while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
    const auto unit = std::find_if(duration_units.begin(), duration_units.end(),
                                   [&](const Unit& u) { return u.name == name; });
    if (unit == duration_units.end() || unit->factor >= last)
      refuse(text, "duration", duration_help);
    last = unit->factor;
    seconds += (static_cast<double>(number->whole) + number->fraction) * unit->factor;
    if (number->overflow || seconds > longest_duration)
      throw Error(ProblemKind::config, quoted(text) + " is too long for a duration",
                  "the most is 36500d");
  }
  return seconds;
}

std::string size_text(std::uint64_t bytes) {
  static constexpr std::array<std::string_view, 9> order{"TiB", "GiB", "MiB", "KiB", "TB",
                                                         "GB",  "MB",  "KB",  "B"};
  for (const std::string_view name : order) {
    const std::string key = lower(name);
    const auto unit = std::find_if(size_units.begin(), size_units.end(),
                                   [&](const Unit& u) { return u.name == key; });
    const auto factor = static_cast<std::uint64_t>(unit->factor);
    if (bytes >= factor && bytes % factor == 0)
      return std::to_string(bytes / factor) + std::string(name);
  }
  return "0B";
}

std::string duration_text(double seconds) {
  auto rest =
      static_cast<std::uint64_t>(std::llround(std::clamp(seconds, 0.0, longest_duration) * 1000));
  static constexpr std::array<std::pair<std::string_view, std::uint64_t>, 5> units{
      {{"d", 86400000}, {"h", 3600000}, {"m", 60000}, {"s", 1000}, {"ms", 1}}};
  std::string out;
  for (const auto& [name, factor] : units) {
    if (rest < factor) continue;
    out += std::to_string(rest / factor) + std::string(name);
    rest %= factor;
  }
  return out.empty() ? "0s" : out;
}

std::string count_of(std::uint64_t count, const char* one, const char* many) {
  std::string digits = std::to_string(count);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
  return digits + " " + (count == 1 ? one : many);
}

}  // namespace moongate
