// An expression in RE2's syntax as one in Vectorscan's that finds at least as much.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace moongate {

// Nullopt where no such expression is known; the pattern is then found by its literals.
std::optional<std::string> vectorscan_syntax(std::string_view regex);

}  // namespace moongate
