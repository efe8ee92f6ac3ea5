// What was fixed in the staged version reaches the working tree's file, around what is not staged.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moongate {

struct CarriedOver {
  std::string text;  // of the working tree's file, afterwards
  // Lines of the staged version, [first, last] from 1, that are other ones in the working tree's
  // file: what was fixed there is not carried over.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> left;
};

// A three-way merge by lines in which the working tree's side always wins: the change from `staged`
// to `fixed` is repeated where the lines in `working` still are the staged ones, and nothing else
// of `working` is touched. A file that Git turns to CRLF on checkout stays in CRLF.
CarriedOver carry_over(std::string_view staged, std::string_view fixed, std::string_view working);

}  // namespace moongate
