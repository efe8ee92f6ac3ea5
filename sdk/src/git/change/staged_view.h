#pragma once

#include <optional>
#include <vector>

#include "git/change/change_parts.h"

namespace moongate {

// The commit that HEAD leads to; nullopt on a branch without commits. Throws Error(repository)
// where HEAD is missing or damaged.
std::optional<Oid> head_commit(const Repository& repository);

// The files that differ between these trees (commits that HEAD's commit will have as parents, the
// main one first) and the repository's index, and the index as the change's `after` side.
void attach_index_files(Change& change, const RepositoryPtr& repository,
                        const std::vector<Oid>& trees, bool finds_renames = true);

// Makes the index that Git is committing the change's `after` side; it is read when first asked
// for, as what looks at a commit message needs no index. `tree` is HEAD's.
void attach_index_view(Change& change, const RepositoryPtr& repository,
                       const std::optional<Oid>& tree);

}  // namespace moongate
