// Walking commits: merge bases, and what one side has that the other has not.
#pragma once

#include <functional>
#include <vector>

#include "git/repository/repository.h"

namespace moongate {

// All best common ancestors, newest first, as `git merge-base --all A B` lists them. Empty: the
// histories have nothing in common.
std::vector<Oid> merge_bases(const Repository& repository, const Oid& a, const Oid& b);

// A commit counts as its own ancestor.
bool is_ancestor(const Repository& repository, const Oid& ancestor, const Oid& of);

struct WalkedCommit {
  Oid id;
  CommitLinks links;
};

// Commits reachable from any of `include` and from none of `exclude`, oldest first, every commit
// after its parents: `git rev-list --topo-order --reverse`. Excluded commits that are not here are
// passed over; an included one that is missing throws Error(repository).
std::vector<WalkedCommit> commits_between(const Repository& repository,
                                          const std::vector<Oid>& include,
                                          const std::vector<Oid>& exclude);

}  // namespace moongate
