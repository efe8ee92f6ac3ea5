#include "config/version_range.h"

#include <charconv>
#include <vector>

#include "core/error.h"
#include "core/quote.h"

namespace moongate {

namespace {

// Larger numbers are nobody's version, and adding one to them must not overflow.
constexpr std::uint64_t largest_part = 1'000'000'000'000;
constexpr std::size_t longest_constraint = 500;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return {};
  if (value > largest_part) return {};
  return value;
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(at);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

bool is_identifier_list(std::string_view text) {
  for (const std::string_view part : split(text, '.')) {
    if (part.empty()) return false;
    for (const char c : part)
      if (!is_digit(c) && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && c != '-')
        return false;
  }
  return true;
}

// A version of which the last parts may be missing.
struct Partial {
  Version version;
  std::size_t parts = 0;  // 1 to 3
};

std::optional<Partial> parse_partial(std::string_view text) {
  Partial result;
  if (const std::size_t plus = text.find('+'); plus != std::string_view::npos) {
    if (!is_identifier_list(text.substr(plus + 1))) return {};
    text = text.substr(0, plus);
  }
  if (const std::size_t dash = text.find('-'); dash != std::string_view::npos) {
    result.version.pre = text.substr(dash + 1);
    if (!is_identifier_list(result.version.pre)) return {};
    text = text.substr(0, dash);
  }
  const std::vector<std::string_view> numbers = split(text, '.');
  result.parts = numbers.size();
  if (result.parts > 3 || (result.parts < 3 && !result.version.pre.empty())) return {};
  std::uint64_t* const places[] = {&result.version.major, &result.version.minor,
                                   &result.version.patch};
  for (std::size_t i = 0; i < result.parts; ++i) {
    const std::optional<std::uint64_t> value = number(numbers[i]);
    if (!value) return {};
    *places[i] = *value;
  }
  return result;
}

int order(std::uint64_t a, std::uint64_t b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

int compare_identifiers(std::string_view a, std::string_view b) {
  const std::optional<std::uint64_t> x = number(a), y = number(b);
  if (x && y) return order(*x, *y);
  if (x || y) return x ? -1 : 1;  // numbers come before words
  return a.compare(b);
}

// The first version, in which one of the first `parts` parts has grown, that is beyond `from`.
Version beyond(const Version& from, std::size_t parts) {
  if (parts == 1) return {from.major + 1, 0, 0, {}};
  if (parts == 2) return {from.major, from.minor + 1, 0, {}};
  return {from.major, from.minor, from.patch + 1, {}};
}

bool below(const Version& version, const Version& bound) {
  // 2.0.0-rc.1 comes before 2.0.0, but ^1.2 does not mean it.
  Version release = version;
  release.pre.clear();
  return compare(release, bound) < 0;
}

// ^: how many parts may not change.
std::size_t caret_parts(const Partial& partial) {
  if (partial.version.major != 0 || partial.parts == 1) return 1;
  if (partial.version.minor != 0 || partial.parts == 2) return 2;
  return 3;
}

bool holds(const Version& version, std::string_view condition) {
  std::size_t length = 0;
  while (length < condition.size() && !is_digit(condition[length])) ++length;
  const std::string_view sign = trimmed(condition.substr(0, length));
  const std::optional<Partial> partial = parse_partial(condition.substr(length));
  if (!partial)
    throw Error(ProblemKind::config, in_quotes(condition) + " is not a version condition",
                "write for example \">=0.2\" or \">=0.2, <1\"");
  const Version& bound = partial->version;
  const int side = compare(version, bound);
  const Version next = beyond(bound, partial->parts);
  if (sign == ">=") return side >= 0;
  if (sign == "<") return side < 0;
  if (sign == ">") return partial->parts == 3 ? side > 0 : compare(version, next) >= 0;
  if (sign == "<=") return partial->parts == 3 ? side <= 0 : below(version, next);
  if (sign == "=") return partial->parts == 3 ? side == 0 : side >= 0 && below(version, next);
  if (sign == "^") return side >= 0 && below(version, beyond(bound, caret_parts(*partial)));
  if (sign == "~") return side >= 0 && below(version, beyond(bound, partial->parts == 1 ? 1 : 2));
  throw Error(ProblemKind::config,
              sign.empty() ? in_quotes(condition) + " has no sign before the version"
                           : in_quotes(sign) + " is not a sign for versions",
              "known ones are: >= > <= < = ^ ~");
}

}  // namespace

std::optional<Version> Version::parse(std::string_view text) {
  const std::optional<Partial> partial = parse_partial(text);
  if (!partial || partial->parts != 3) return {};
  return partial->version;
}

int compare(const Version& a, const Version& b) {
  if (const int major = order(a.major, b.major); major != 0) return major;
  if (const int minor = order(a.minor, b.minor); minor != 0) return minor;
  if (const int patch = order(a.patch, b.patch); patch != 0) return patch;
  if (a.pre.empty() || b.pre.empty()) return static_cast<int>(a.pre.empty()) - b.pre.empty();
  const std::vector<std::string_view> x = split(a.pre, '.'), y = split(b.pre, '.');
  for (std::size_t i = 0; i < x.size() && i < y.size(); ++i)
    if (const int side = compare_identifiers(x[i], y[i]); side != 0) return side;
  return order(x.size(), y.size());
}

bool satisfies(const Version& version, std::string_view constraint) {
  if (constraint.size() > longest_constraint)
    throw Error(ProblemKind::config, "the version constraint is too long",
                "write for example \">=0.2, <1\"");
  bool all = true;
  for (const std::string_view condition : split(constraint, ','))
    all = holds(version, trimmed(condition)) && all;  // every condition is read, for its syntax
  return all;
}

}  // namespace moongate
