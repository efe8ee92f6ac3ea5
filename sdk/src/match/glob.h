// Path globs, one syntax everywhere (gitignore-like), for configuration, checks and ignores.
//
//   *         any characters of one name (not '/')      ?        one character of a name
//   [a-z]     one character of a set, [!a-z] not of it  {a,b}    either; may nest
//   **        crosses directories: `**/x`, `x/**`, `a/**/b`  \        takes the next character as
//   it is
//
// A glob without '/' matches in any directory; with one it counts from the root (a leading '/' or
// "./" says so for a plain name). A trailing '/' means all below such a directory. A glob without
// any wildcard names a file, or a directory with all that is in it. Bytes are compared; case
// matters.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace moongate {

class Glob {
 public:
  static constexpr std::size_t max_pattern = 1024;      // bytes
  static constexpr std::size_t max_alternatives = 256;  // after braces are expanded

  // Throws Error(config) with what is wrong (unbalanced bracket, too long, too many alternatives).
  explicit Glob(std::string_view pattern);
  bool matches(std::string_view path) const;  // linear in path × pattern; never exponential

 private:
  enum class Kind : std::uint8_t {
    literal,         // one byte
    any,             // ?
    set,             // [...]
    star,            // *
    globstar,        // ** inside a name: anything at all
    directories,     // **/ at the start of a name: nothing, or through the next state whole
                     // directories
    in_directories,  // the state behind `directories`
  };
  struct Token {
    Kind kind;
    char byte = 0;          // literal
    std::uint16_t set = 0;  // index into sets_
  };
  // One alternative; `prefix` and `suffix` are the literal ends and `infix` is the longest literal
  // part between them, tested first because most paths fail there.
  struct Alternative {
    std::string prefix, suffix, infix;
    std::vector<Token> tokens;
  };
  using Set = std::vector<bool>;  // 256 entries

  void compile(std::string_view alternative, std::string_view pattern);
  Token read_set(std::string_view text, std::size_t& at, std::string_view pattern);
  bool matches(const Alternative& alternative, std::string_view path) const;

  std::vector<Alternative> alternatives_;
  std::vector<Set> sets_;
};

}  // namespace moongate
