// The part of two texts that is enough to compare their lines.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moongate {

struct DiffWindow {
  std::string_view before, after;  // whole lines of the two texts
  std::string repeated;            // lines to be put above both
  std::int64_t lines_above = 0;    // a line's number in the whole text less that in the window
};

// What lies between the common first and last lines, with as much around it as xdiff can look at,
// so that comparing the windows gives the hunks that comparing the whole would give.
//
// From the lines further off xdiff takes one thing only: how often a line of the changed part
// stands in the other text (never, sometimes, often; how many are often depends on the size of the
// text). Lines are repeated above the windows where that makes these answers the same.
//
// nullopt where that is not possible, or the window would be no small part of the texts.
std::optional<DiffWindow> window_of_changes(std::string_view before, std::string_view after);

}  // namespace moongate
