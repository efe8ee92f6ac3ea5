// Declarations as bytes: those of built-in checks are read once, while the project is built, and
// then unpacked at each start, which costs a fiftieth of running the checks' chunks.
#pragma once

#include <string>
#include <string_view>

#include "core/declaration.h"

namespace moongate {

// No format to keep: writer and reader are of one build.
std::string pack_declaration(const Declaration& declaration);

// Throws std::runtime_error for bytes that pack_declaration did not write.
Declaration unpack_declaration(std::string_view bytes);

}  // namespace moongate
