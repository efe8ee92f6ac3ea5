// A tree and the index, walked in step.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/change_budget.h"
#include "git/index/index_entries.h"
#include "git/index/index_file.h"

namespace moongate {

using TreeReader = std::function<Bytes(const Oid&)>;

// All files of a tree, with `prefix` ("" or "directory/") before their paths; sorted.
void list_tree_files(const Oid& tree, const std::string& prefix, const TreeReader& read_tree,
                     std::vector<FileVersion>& files);

std::vector<IndexDifference> index_changes(const IndexEntries& entries, std::size_t id_size,
                                           const std::optional<Oid>& root,
                                           const TreeReader& read_tree,
                                           std::uint64_t most_files = default_most_files);

}  // namespace moongate
