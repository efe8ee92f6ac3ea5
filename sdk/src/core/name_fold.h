// Names as file systems compare them that ignore case (Windows, macOS) and the form in which
// composed characters are written (macOS).
#pragma once

#include <string>
#include <string_view>

namespace moongate {

// Decomposed canonically (NFD) with letters folded one to one. Two names with equal results are one
// file on such a file system. Bytes that are not UTF-8 stay as they are.
std::string fold_name(std::string_view name);

}  // namespace moongate
