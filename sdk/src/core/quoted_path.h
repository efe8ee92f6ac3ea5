// Paths that Git quotes as strings of C: in info/alternates, and in lists of paths in the
// environment.
#pragma once

#include <string>
#include <string_view>

namespace moongate {

// What stands between the quotes, with its escapes (\n, \", \303) read.
std::string unquoted_path(std::string_view between_quotes);

}  // namespace moongate
