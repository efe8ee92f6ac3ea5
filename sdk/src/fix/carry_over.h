// What was fixed in the staged version reaches the working tree's file, around what is not staged.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fix/edits.h"

namespace moongate {

struct CarriedOver {
  std::string text;  // of the working tree's file, afterwards
  // Lines of the staged version, [first, last] from 1, that the working tree's file does not have:
  // what was fixed there is not carried over.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> left;
};

// `edits` are the fixes as byte ranges of `staged`, in order and without overlap. Each one is
// repeated where the line that it is in (all lines that it reaches into) stands in `working`
// unchanged, byte for byte; `working` is its own in everything else. Where such a line is changed
// or deleted in `working`, that edit is left out, and `left` has the line unless `working` holds
// the fixed line already. Which line of `working` is which line of `staged` is what a line diff of
// the two says; of equal lines it may be another one, but then its bytes are the same.
//
// A file that Git turns to CRLF on checkout stays in CRLF: it is compared with the staged version
// in CRLF, and the edits get CRLF, too.
CarriedOver carry_over(std::string_view staged, const std::vector<TextEdit>& edits,
                       std::string_view working);

}  // namespace moongate
