#pragma once

#include <optional>

#include "git/change_parts.h"

namespace moongate {

// The commit that HEAD leads to; nullopt on a branch without commits. Throws Error(repository)
// where HEAD is missing or damaged.
std::optional<Oid> head_commit(const Repository& repository);

// Makes the index that Git is committing the change's `after` side; it is read when first asked
// for, as what looks at a commit message needs no index. `tree` is HEAD's.
void attach_index_view(Change& change, const RepositoryPtr& repository,
                       const std::optional<Oid>& tree);

}  // namespace moongate
