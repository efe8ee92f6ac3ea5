// Line differences, as Git has them.
#pragma once

#include <string_view>
#include <vector>

#include "core/change.h"

namespace moongate {

// Line differences of two texts as `git diff -U0` has them (Myers with the indent heuristic).
std::vector<Hunk> diff_lines(std::string_view before, std::string_view after);

// The same hunks as `diff_lines`, slower: xdiff is shown all lines of both texts. The oracle of its
// shortcut (diff_window.h).
std::vector<Hunk> diff_all_lines(std::string_view before, std::string_view after);

}  // namespace moongate
