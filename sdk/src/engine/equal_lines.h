// Which lines of a text are the same except for blanks: what tells a fingerprint's lines apart.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/line_index.h"

namespace moongate {

// Of some lines, found in one pass over a text: a file may have as many findings as lines.
class EqualLines {
 public:
  // `wanted` are normalised lines. The text is that of `lines` up to the line `last`.
  EqualLines(const LineIndex& lines, const std::vector<std::string>& wanted, std::uint32_t last);

  // The numbers of the lines that are equal to a wanted one, in order.
  const std::vector<std::uint32_t>& of(const std::string& wanted) const {
    return numbers_.at(wanted);
  }
  // How many lines before this one are equal to it.
  std::uint32_t ordinal(const std::string& wanted, std::uint32_t line) const;

 private:
  std::unordered_map<std::string, std::vector<std::uint32_t>> numbers_;
};

}  // namespace moongate
