// Where comments stand in a text.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/line_index.h"

namespace moongate {

// The comments of `text`, with their signs, by the language's grammar and its comment syntax; in
// order of their beginning. nullopt for a language of which neither is known. Linear in the text.
std::optional<std::vector<ByteRange>> comment_ranges(std::string_view language,
                                                     std::string_view text);

}  // namespace moongate
