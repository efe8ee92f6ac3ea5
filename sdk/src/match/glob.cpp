#include "match/glob.h"

#include <algorithm>

#include "core/error.h"

namespace moongate {
namespace {

[[noreturn]] void refuse(std::string_view pattern, std::string_view what, std::string help) {
  std::string shown(pattern.substr(0, 80));
  if (pattern.size() > 80) shown += "…";
  throw Error(ProblemKind::config, "glob '" + shown + "': " + std::string(what), std::move(help));
}

// The end of the `[...]` that starts at `at` (the index of its ']'), or npos. A ']' that comes
// first stands for itself.
std::size_t end_of_set(std::string_view text, std::size_t at) {
  std::size_t i = at + 1;
  if (i < text.size() && (text[i] == '!' || text[i] == '^')) ++i;
  for (bool first = true; i < text.size(); ++i, first = false) {
    if (text[i] == '\\')
      ++i;
    else if (text[i] == ']' && !first)
      return i;
  }
  return std::string_view::npos;
}

// Expands the first brace group and puts what comes out back, until none is left: a loop and not a
// recursion, so that nesting cannot exhaust the stack.
std::vector<std::string> expand_braces(std::string_view pattern) {
  std::vector<std::string> done, waiting{std::string(pattern)};
  std::size_t bytes = 0;
  while (!waiting.empty()) {
    std::string text = std::move(waiting.back());
    waiting.pop_back();
    std::size_t open = std::string::npos, close = std::string::npos;
    std::vector<std::size_t> commas;
    unsigned depth = 0;
    for (std::size_t i = 0; i < text.size() && close == std::string::npos; ++i) {
      const char c = text[i];
      if (c == '\\') {
        ++i;
      } else if (c == '[') {
        const std::size_t end = end_of_set(text, i);
        if (end == std::string::npos)
          refuse(pattern, "'[' is never closed",
                 "close it with ']', or write '\\[' for the character");
        i = end;
      } else if (c == '{') {
        if (depth++ == 0) open = i;
      } else if (c == '}') {
        if (depth == 0) refuse(pattern, "'}' without '{'", "write '\\}' for the character itself");
        if (--depth == 0) close = i;
      } else if (c == ',' && depth == 1) {
        commas.push_back(i);
      }
    }
    if (depth != 0)
      refuse(pattern, "'{' is never closed", "close it with '}', or write '\\{' for the character");
    if (open == std::string::npos) {
      bytes += text.size();
      done.push_back(std::move(text));
    } else {
      if (commas.empty())
        refuse(pattern, "braces without a ',' between alternatives",
               "write {a,b}, or '\\{' for the character itself");
      commas.push_back(close);
      std::size_t from = open + 1;
      std::vector<std::string> made;
      for (const std::size_t comma : commas) {
        made.push_back(text.substr(0, open) + text.substr(from, comma - from) +
                       text.substr(close + 1));
        from = comma + 1;
      }
      waiting.insert(waiting.end(), std::make_move_iterator(made.rbegin()),
                     std::make_move_iterator(made.rend()));
    }
    if (done.size() + waiting.size() > Glob::max_alternatives || bytes > 64 * Glob::max_pattern)
      refuse(pattern,
             "its braces stand for more than " + std::to_string(Glob::max_alternatives) +
                 " alternatives",
             "use several globs");
  }
  return done;
}

}  // namespace

Glob::Glob(std::string_view pattern) {
  if (pattern.empty()) refuse(pattern, "it is empty", "write '**' for every path");
  if (pattern.size() > max_pattern)
    refuse(pattern, "longer than " + std::to_string(max_pattern) + " bytes", "use several globs");
  if (pattern.front() == '!')
    refuse(pattern, "a glob cannot be negated",
           "put it under `exclude`, or write '\\!' for the character itself");
  if (pattern.find('\0') != std::string_view::npos)
    refuse(pattern, "it holds a NUL byte", "no path does: remove it");
  for (const std::string& alternative : expand_braces(pattern)) compile(alternative, pattern);
}

Glob::Token Glob::read_set(std::string_view text, std::size_t& at, std::string_view pattern) {
  const std::size_t end = end_of_set(text, at);
  std::size_t i = at + 1;
  const bool negated = text[i] == '!' || text[i] == '^';
  if (negated) ++i;
  Set set(256, false);
  const auto byte = [&] {
    if (text[i] == '\\') ++i;
    return static_cast<unsigned char>(text[i++]);
  };
  while (i < end) {
    if (text[i] == '[' && i + 1 < end && text[i + 1] == ':')
      refuse(pattern, "named classes such as [:alpha:] are not known", "write [A-Za-z]");
    const unsigned char low = byte();
    unsigned char high = low;
    if (i + 1 < end && text[i] == '-') {
      ++i;
      high = byte();
      if (high < low)
        refuse(pattern, "a range in '[…]' runs backwards", "write the smaller character first");
    }
    for (unsigned value = low; value <= high; ++value) set[value] = true;
  }
  if (negated) set.flip();
  set['/'] = false;
  at = end;
  sets_.push_back(std::move(set));
  return {Kind::set, 0, static_cast<std::uint16_t>(sets_.size() - 1)};
}

void Glob::compile(std::string_view text, std::string_view pattern) {
  bool anchored = false;
  while (text.starts_with("./") || text.starts_with("/")) {
    anchored = true;
    text.remove_prefix(text.front() == '/' ? 1 : 2);
  }
  const bool below = text.ends_with('/') && !text.ends_with("\\/");
  while (text.ends_with('/')) text.remove_suffix(1);
  if (text.empty()) {
    if (!anchored && !below)
      refuse(pattern, "one of its alternatives is empty", "write '**' for every path");
    text = "**";  // the root and all below
  }

  std::vector<Token> tokens;
  bool wild = false, name_start = true, slash = false;
  std::size_t name_from = 0;
  const auto end_name = [&](std::size_t end) {
    const std::string_view name = text.substr(name_from, end - name_from);
    if (name == ".." || name == ".")
      refuse(pattern,
             "'" + std::string(name) + "' never matches: paths start at the repository's root",
             "write the path from the root");
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\') {
      if (++i == text.size())
        refuse(pattern, "it ends in a '\\'", "write '\\\\' for the character itself");
      tokens.push_back({Kind::literal, text[i]});
    } else if (c == '*') {
      wild = true;
      std::size_t stars = 1;
      while (i + stars < text.size() && text[i + stars] == '*') ++stars;
      i += stars - 1;
      if (stars == 1) {
        tokens.push_back({Kind::star});
      } else if (name_start && i + 1 < text.size() && text[i + 1] == '/') {
        slash = true;
        ++i;
        name_from = i + 1;
        if (tokens.empty() || tokens.back().kind != Kind::in_directories) {
          tokens.push_back({Kind::directories});
          tokens.push_back({Kind::in_directories});
        }
        continue;  // still at the start of a name
      } else {
        tokens.push_back({Kind::globstar});
      }
    } else if (c == '?') {
      wild = true;
      tokens.push_back({Kind::any});
    } else if (c == '[') {
      wild = true;
      tokens.push_back(read_set(text, i, pattern));
    } else {
      tokens.push_back({Kind::literal, c});
      if (c == '/') {
        slash = true;
        end_name(i);
        name_from = i + 1;
        name_start = true;
        continue;
      }
    }
    name_start = false;
  }
  end_name(text.size());

  if (!anchored && !slash)
    tokens.insert(tokens.begin(), {{Kind::directories}, {Kind::in_directories}});
  const auto add = [this](std::vector<Token> all) {
    const auto literal = [](const Token& token) { return token.kind == Kind::literal; };
    Alternative made;
    const auto first = std::find_if_not(all.begin(), all.end(), literal);
    for (auto token = all.begin(); token != first; ++token) made.prefix += token->byte;
    const auto last = std::find_if_not(all.rbegin(), all.rend(), literal).base();
    if (first != all.end())
      for (auto token = last; token != all.end(); ++token) made.suffix += token->byte;
    made.tokens.assign(first, std::max(first, last));
    std::string part;
    for (const Token& token : made.tokens) {
      part = literal(token) ? part + token.byte : std::string();
      if (part.size() > made.infix.size()) made.infix = part;
    }
    alternatives_.push_back(std::move(made));
  };
  if (!below) add(tokens);
  if (below || !wild) {
    tokens.push_back({Kind::literal, '/'});
    tokens.push_back({Kind::globstar});
    add(std::move(tokens));
  }
}

bool Glob::matches(std::string_view path) const {
  return std::any_of(alternatives_.begin(), alternatives_.end(),
                     [&](const Alternative& alternative) { return matches(alternative, path); });
}

// Steps through the path with the set of all token positions that can be reached: no backtracking,
// whatever the pattern.
bool Glob::matches(const Alternative& alternative, std::string_view path) const {
  if (path.size() < alternative.prefix.size() + alternative.suffix.size() ||
      !path.starts_with(alternative.prefix) || !path.ends_with(alternative.suffix))
    return false;
  path.remove_prefix(alternative.prefix.size());
  path.remove_suffix(alternative.suffix.size());
  if (path.find(alternative.infix) == std::string_view::npos) return false;
  const std::vector<Token>& tokens = alternative.tokens;
  const std::size_t count = tokens.size();
  if (count == 0) return path.empty();

  std::vector<std::uint8_t> now(count + 1, 0), next(count + 1, 0);
  const auto skip_optional = [&](std::vector<std::uint8_t>& states) {
    for (std::size_t i = 0; i < count; ++i) {
      if (!states[i]) continue;
      const Kind kind = tokens[i].kind;
      if (kind == Kind::star || kind == Kind::globstar) {
        states[i + 1] = 1;
      } else if (kind == Kind::directories) {
        states[i + 1] = 1;
        states[i + 2] = 1;
      }
    }
  };
  now[0] = 1;
  skip_optional(now);
  for (const char c : path) {
    std::fill(next.begin(), next.end(), std::uint8_t{0});
    bool alive = false;
    for (std::size_t i = 0; i < count; ++i) {
      if (!now[i]) continue;
      const Token& token = tokens[i];
      switch (token.kind) {
        case Kind::literal:
          next[i + 1] |= token.byte == c;
          break;
        case Kind::any:
          next[i + 1] |= c != '/';
          break;
        case Kind::set:
          next[i + 1] |= sets_[token.set][static_cast<unsigned char>(c)];
          break;
        case Kind::star:
          next[i] |= c != '/';
          break;
        case Kind::globstar:
          next[i] = 1;
          break;
        case Kind::directories:
          break;
        case Kind::in_directories:
          next[i] = 1;
          next[i + 1] |= c == '/';
          break;
      }
      alive = alive || next[i] || next[i + 1];
    }
    if (!alive) return false;
    std::swap(now, next);
    skip_optional(now);
  }
  return now[count] != 0;
}

}  // namespace moongate
