// What stands directly in one directory of a tree: nothing below it is read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "git/trees/tree_diff.h"

namespace moongate {

// The names in `directory` ("" is the root), a directory's with a '/' behind it, in byte order;
// nullopt where the tree has no such directory. Throws Error(repository) on a malformed tree.
std::optional<std::vector<std::string>> tree_entries(const Oid& root, std::string_view directory,
                                                     std::size_t id_size, const ReadTree& read);

}  // namespace moongate
