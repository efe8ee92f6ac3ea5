// What the receiving side of a push has already, and what other remotes have.
#pragma once

#include <string>
#include <vector>

#include "core/request.h"
#include "git/repository/repository.h"

namespace moongate {

struct KnownCommits {
  std::vector<Oid> there;      // what the receiving side has; sorted, each once
  std::vector<Oid> elsewhere;  // what only the branches of other remotes vouch for; likewise
  std::vector<std::string> other_remotes;  // their names, sorted
};

// On the receiving side: what its references led to before the push. From a client: the old values
// that Git gives, what Git keeps of the remote's references, and the remote-tracking branches of
// other remotes. A reference of this push never counts at its new value, and local references prove
// nothing.
KnownCommits known_commits(const Request& request, const Repository& repository);

}  // namespace moongate
