// What a change is compared with: the commits that its new commits began at.
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "git/history/history_walk.h"
#include "git/repository/repository.h"

namespace moongate {

// The parents that the commit in the making will have: HEAD (nothing on a branch without commits),
// then, while merging, every commit that is merged.
std::vector<Oid> coming_parents(const Repository& repository);

// The parents of new commits that are not new themselves, as far as `head` leads to them: what
// `git rev-list --boundary` marks. Those that first parents lead to come first. A head that is not
// new is its own base. Empty: nothing in common with what is known.
using NewCommits = std::unordered_map<Oid, const WalkedCommit*>;
std::vector<Oid> bases_of(const Repository& repository, const Oid& head, const NewCommits& fresh);
// `commits` must outlive it.
NewCommits by_id(const std::vector<WalkedCommit>& commits);

// Moves the main base to the front of the bases of `head`: where the change came from, `before` (a
// target branch, the old value of a push), or the merge base with it. Where neither is a base (a
// branch was rebased onto something newer), the newest of the bases.
void put_main_base_first(const Repository& repository, const std::optional<Oid>& before,
                         const Oid& head, std::vector<Oid>& bases);

}  // namespace moongate
