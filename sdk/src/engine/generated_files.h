// Files that nobody in the repository writes or reviews: generated ones, and those of others.
#pragma once

#include <cstdint>
#include <string_view>

#include "attributes/attributes.h"

namespace moongate {

// What a path's name alone says. A vendored directory holds other people's files, a generated file
// is what a program printed; an attribute can take back each by itself.
enum class NamedAs : std::uint8_t { nothing, vendored, generated };
NamedAs named_as(std::string_view path);

// Whether it is one: its attributes `linguist-generated` and `linguist-vendored` say so, or its
// name does and its attributes do not deny it (`-linguist-vendored`, `linguist-generated=false`).
// Throws Error(repository) where a .gitattributes cannot be read.
bool is_generated(const Attributes& attributes, std::string_view path);

}  // namespace moongate
