// Small breakages of a check's source, to see whether its test notices them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace moongate::testing {

struct Mutant {
  std::uint32_t line = 0;
  std::string before, after;  // what was changed, and into what
  std::string source;         // the whole changed source
};

// One change each, in the order of the source: comparisons, `and`/`or`, `+`/`-`, `not` removed,
// conditions negated, `true`/`false`, whole numbers one more and one less, a report left out.
// Left alone: what describes the check (`api`, `min`, `max`), text, `find(…, 1, true)`, and lines
// with a comment `moongate:unmutated REASON` (where a change makes no difference, as in a shortcut
// for speed). A source that is not Lua gives none.
std::vector<Mutant> mutants_of(std::string_view source);

}  // namespace moongate::testing
