#include "attributes/wildmatch.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace moongate {

namespace {

constexpr std::size_t malformed = static_cast<std::size_t>(-1);

// The named classes, in ASCII whatever the locale.
bool in_class(std::string_view name, unsigned char c, bool& known) {
  const bool lower = c >= 'a' && c <= 'z', upper = c >= 'A' && c <= 'Z';
  const bool digit = c >= '0' && c <= '9', graph = c > 0x20 && c < 0x7F;
  const bool alnum = lower || upper || digit;
  const std::array<std::pair<std::string_view, bool>, 12> classes{{
      {"alnum", alnum},
      {"alpha", lower || upper},
      {"blank", c == ' ' || c == '\t'},
      {"cntrl", c < 0x20 || c == 0x7F},
      {"digit", digit},
      {"graph", graph},
      {"lower", lower},
      {"print", graph || c == ' '},
      {"punct", graph && !alnum},
      {"space", c == ' ' || (c >= '\t' && c <= '\r' && c != '\v' && c != '\f')},
      {"upper", upper},
      {"xdigit", digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')},
  }};
  for (const auto& [id, inside] : classes)
    if (id == name) return known = true, inside;
  known = false;
  return false;
}

}  // namespace

Wildmatch::Wildmatch(std::string_view pattern, bool pathname) : pathname_(pathname) {
  const auto at = [&](std::size_t i) { return i < pattern.size() ? pattern[i] : '\0'; };
  for (std::size_t i = 0; i < pattern.size() && !never_;) {
    const char c = pattern[i];
    if (c == '*') {
      std::size_t end = i;
      while (at(end) == '*') ++end;
      const bool alone =
          (i == 0 || pattern[i - 1] == '/') &&
          (end == pattern.size() || at(end) == '/' || (at(end) == '\\' && at(end + 1) == '/'));
      if (!pathname || (end - i > 1 && alone)) {
        if (pathname && at(end) == '/') {
          tokens_.push_back({Kind::directories});  // and their slash, or nothing
          ++end;
        } else {
          tokens_.push_back({Kind::star_star});
        }
      } else {
        tokens_.push_back({Kind::star});
      }
      i = end;
    } else if (c == '?') {
      tokens_.push_back({Kind::any});
      ++i;
    } else if (c == '[') {
      i = read_set(pattern, i);
      never_ = i == malformed;
    } else if (c == '\\') {
      never_ = i + 1 == pattern.size();
      if (!never_) tokens_.push_back({Kind::literal, static_cast<unsigned char>(at(i + 1))});
      i += 2;
    } else {
      tokens_.push_back({Kind::literal, static_cast<unsigned char>(c)});
      ++i;
    }
  }
}

// From the bracket at `at`; gives the offset behind its end.
std::size_t Wildmatch::read_set(std::string_view pattern, std::size_t at) {
  Set set(256, false);
  std::size_t i = at + 1;
  const auto byte = [&](std::size_t k) {
    return k < pattern.size() ? static_cast<unsigned char>(pattern[k]) : 0u;
  };
  const bool negated = byte(i) == '!' || byte(i) == '^';
  if (negated) ++i;
  unsigned before = 0;  // the last single character, from which a range may go on
  do {
    unsigned c = byte(i);
    if (c == 0) return malformed;
    if (c == '\\') {
      c = byte(++i);
      if (c == 0) return malformed;
      set[c] = true;
    } else if (c == '-' && before && byte(i + 1) && byte(i + 1) != ']') {
      c = byte(++i);
      if (c == '\\') c = byte(++i);
      if (c == 0) return malformed;
      for (unsigned value = before; value <= c; ++value) set[value] = true;
      c = 0;
    } else if (c == '[' && byte(i + 1) == ':') {
      const std::size_t name = i + 2;
      std::size_t end = name;
      while (byte(end) && byte(end) != ']') ++end;
      if (!byte(end)) return malformed;
      if (end == name || byte(end - 1) != ':') {  // no class after all
        set['['] = true;
      } else {
        bool known = true;
        for (unsigned value = 1; value < 256; ++value)
          if (in_class(pattern.substr(name, end - name - 1), static_cast<unsigned char>(value),
                       known))
            set[value] = true;
        if (!known) return malformed;
        i = end;
        c = 0;
      }
    } else {
      set[c] = true;
    }
    before = c;
    ++i;
  } while (byte(i) != ']');
  if (negated) set.flip();
  if (pathname_) set['/'] = false;
  sets_.push_back(std::move(set));
  tokens_.push_back({Kind::set, 0, sets_.size() - 1});
  return i + 1;
}

bool Wildmatch::takes(const Token& token, unsigned char byte) const {
  switch (token.kind) {
    case Kind::literal:
      return token.byte == byte;
    case Kind::any:
    case Kind::star:
      return !pathname_ || byte != '/';
    case Kind::set:
      return sets_[token.set][byte];
    case Kind::star_star:
    case Kind::directories:
      return true;
  }
  return false;
}

// Steps through the text with the set of all tokens that may come next: no backtracking.
bool Wildmatch::matches(std::string_view text) const {
  if (never_) return false;
  const std::size_t count = tokens_.size();
  std::vector<std::uint8_t> now(count + 1, 0), next(count + 1, 0);
  // In the middle of `directories` only a slash leads on; at its beginning nothing needs to come.
  std::vector<std::uint8_t> inside(count + 1, 0), inside_next(count + 1, 0);
  const auto skip_empty = [&](std::vector<std::uint8_t>& states) {
    for (std::size_t i = 0; i < count; ++i) {
      const Kind kind = tokens_[i].kind;
      if (states[i] && (kind == Kind::star || kind == Kind::star_star || kind == Kind::directories))
        states[i + 1] = 1;
    }
  };
  now[0] = 1;
  skip_empty(now);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    bool alive = false;
    for (std::size_t i = 0; i < count; ++i) {
      if (!now[i] && !inside[i]) continue;
      const Token& token = tokens_[i];
      if (!takes(token, byte)) continue;
      if (token.kind == Kind::star || token.kind == Kind::star_star) {
        next[i] = 1;
      } else if (token.kind == Kind::directories) {
        inside_next[i] = 1;
        if (byte == '/') next[i + 1] = 1;
      } else {
        next[i + 1] = 1;
      }
      alive = true;
    }
    if (!alive) return false;
    now.swap(next);
    inside.swap(inside_next);
    std::fill(next.begin(), next.end(), std::uint8_t{0});
    std::fill(inside_next.begin(), inside_next.end(), std::uint8_t{0});
    skip_empty(now);
  }
  return now[count] != 0;
}

}  // namespace moongate
