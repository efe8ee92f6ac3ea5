// What a new side has that none of several bases has.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "git/change/change_parts.h"
#include "git/trees/tree_diff.h"

namespace moongate {

// The new side of a change: a tree, the index.
struct NewSide {
  // Its differences from a tree (nullopt: the empty one), without renames, sorted by path.
  std::function<std::vector<FileChange>(const std::optional<Oid>& base)> against;
  // What differs from every one of these trees; empty: found from `against`.
  std::function<std::vector<MergedFile>(const std::vector<Oid>& bases)> against_every;
};

NewSide side_of_tree(const Repository& repository, const Oid& tree);

// The files that differ from their version in every base, with renames; `bases` are trees, the main
// one first, and none of them is the empty tree. The main base gives a file its old side; where it
// does not have the file, the first base that has it. A clean merge needs no blobs: only ids are
// compared, and renames are looked for only where a file is new to a base, and only if they are
// wanted: contents have to be read for them.
std::vector<FileChange> changes_against(const Repository& repository, std::vector<Oid> bases,
                                        const NewSide& side, bool finds_renames = true);

}  // namespace moongate
