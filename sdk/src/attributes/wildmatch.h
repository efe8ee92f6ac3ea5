// Git's own pattern language for paths (wildmatch.c): what .gitattributes and .gitignore are
// written in. Not the globs of the configuration (match/glob.h), which know braces and are anchored
// otherwise.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace moongate {

class Wildmatch {
 public:
  // With `pathname`, `*`, `?` and `[...]` stop at slashes, and `**` between slashes (or the ends)
  // does not. What is malformed matches nothing, as in Git.
  Wildmatch(std::string_view pattern, bool pathname);

  // The whole text. Takes time in proportion to text × pattern, whatever they are.
  bool matches(std::string_view text) const;

 private:
  enum class Kind : std::uint8_t { literal, any, set, star, star_star, directories };
  struct Token {
    Kind kind;
    unsigned char byte = 0;
    std::size_t set = 0;
  };
  using Set = std::vector<bool>;  // 256 entries

  std::size_t read_set(std::string_view pattern, std::size_t at);
  bool takes(const Token& token, unsigned char byte) const;

  bool pathname_, never_ = false;
  std::vector<Token> tokens_;
  std::vector<Set> sets_;
};

}  // namespace moongate
