// What of a remote a clone was never told to fetch, for a person who reads a report on its
// branches.
#pragma once

#include <string>
#include <vector>

#include "git/repository/repository.h"

namespace moongate {

// A note for each remote some of whose branches are not fetched (Jenkins and `git clone
// --single-branch` configure one branch only), with what to do; empty where all may be here.
std::vector<std::string> unfetched_branches(const Repository& repository);

}  // namespace moongate
