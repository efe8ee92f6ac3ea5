// Where strings stand in a program: what no fix may change, since it is a value.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/line_index.h"

namespace moongate {

// The strings, characters and templates of `text`, in order; of a template with what is inserted
// into it. A part that the grammar does not understand counts as a string where it has a quote that
// belongs to none: nobody knows what is quoted there, and after a quote that can open a string of
// several lines not in the rest of the file either. Empty for a language without a grammar; nullopt
// where the text cannot be parsed within bounds, which depend on its size alone.
std::optional<std::vector<ByteRange>> string_ranges(std::string_view language,
                                                    const std::string& text);

// Whether a node of this kind is a string, by the names that the grammars give them.
bool is_string_node(std::string_view kind);

}  // namespace moongate
