// One way through a syntax tree.
#pragma once

#include <tree_sitter/api.h>

#include <cstdint>
#include <functional>

namespace moongate {

// Where to go from a node: to its children, past them, or no further.
enum class Step : std::uint8_t { down, past, stop };

// Calls `visit` for nodes from `root` on, parents first and in the order of the text.
void walk_tree(TSNode root, const std::function<Step(TSNode)>& visit);

}  // namespace moongate
