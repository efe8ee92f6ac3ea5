// What is going on with a branch in the worktrees of a repository, and when it was begun.
#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "git/repository/repository.h"

namespace moongate {

// Full names of the branches that are checked out, being rebased (with those that the rebase will
// update, too) or bisected, here or in any linked worktree: Git refuses to delete them.
std::set<std::string> branches_in_use(const Repository& repository);

// When a local branch was created, if its log tells that nothing was committed on it since; else 0,
// also where there is no log. `name` is its full name.
std::int64_t begun_at(const Repository& repository, const std::string& name);

}  // namespace moongate
