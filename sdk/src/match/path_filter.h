// Include and exclude globs over a path.
#pragma once

#include <string_view>

#include "core/declaration.h"

namespace moongate {

// Excluded wins; an empty include list includes all. Compiled globs are kept for the thread.
bool matches_filter(const PathFilter& filter, std::string_view path);

}  // namespace moongate
