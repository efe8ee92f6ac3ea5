// A syntax tree of a whole text for the engine's own use, within bounds that depend on the text
// alone.
#pragma once

#include <tree_sitter/api.h>

#include <memory>
#include <string_view>

namespace moongate {

using SyntaxTree = std::unique_ptr<TSTree, void (*)(TSTree*)>;

// Null where the text is too large or takes too many steps to parse. Counting steps and not time
// makes the result the same on every machine.
SyntaxTree bounded_parse(const TSLanguage* language, std::string_view text);

}  // namespace moongate
