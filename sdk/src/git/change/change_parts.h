// What the kinds of change have in common: differences with renames, tree views, lazy content.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/change.h"
#include "core/request.h"
#include "git/repository/repository.h"

namespace moongate {

using RepositoryPtr = std::shared_ptr<const Repository>;

// A change of this request without content: kind, why, time, pull request.
Change begin_change(const Request& request);
// The same of a repository: content, sizes and files of commits are read from it when asked for.
Change begin_change(const Request& request, const RepositoryPtr& repository);

// `git diff --raw -M BEFORE AFTER` of two trees; nullopt is the empty tree.
std::vector<FileChange> changes_between(const Repository& repository,
                                        const std::optional<Oid>& before,
                                        const std::optional<Oid>& after);

// What a commit introduces: against its parent, for a root commit everything, for a merge what
// differs from every parent.
std::vector<FileChange> changes_of(const Repository& repository, const Commit& commit);

// Renames among files that were found otherwise.
void find_renames_in(const Repository& repository, std::vector<FileChange>& files);

// In a partial clone that may fetch: asks the remote once for the directories and once for the
// content that these commits, and a tree against all others, need. Later each would be asked for by
// itself.
void fetch_content_of(const Repository& repository, const std::vector<Commit>& commits,
                      const std::vector<Oid>& before, const Oid& after);

// The ids of the commits that the change is compared with, the main one first.
void set_bases(Change& change, const std::vector<Oid>& bases);
// And their trees as its old sides; the trees are returned in the same order.
std::vector<Oid> set_bases(Change& change, const RepositoryPtr& repository,
                           const std::vector<Oid>& bases);

TreeView view_of_tree(const RepositoryPtr& repository, const std::optional<Oid>& tree);

}  // namespace moongate
