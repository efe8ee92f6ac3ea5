// Line differences without the shortcut that `diff_lines` (open.h) takes.
#pragma once

#include <string_view>
#include <vector>

#include "change.h"

namespace moongate {

// The same hunks as `diff_lines`, slower: xdiff is shown all lines of both texts. The oracle of its
// shortcut (diff_window.h).
std::vector<Hunk> diff_all_lines(std::string_view before, std::string_view after);

}  // namespace moongate
