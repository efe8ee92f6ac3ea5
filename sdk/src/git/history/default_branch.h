// Which branch the others are merged into, here and at each remote.
#pragma once

#include <string>

#include "git/repository/repository.h"

namespace moongate {

// The name of the repository's default branch: `asked` (a name, or a full reference), else what the
// remote's HEAD names, else init.defaultBranch, else the only one of main and master. Never what is
// checked out: that says nothing. Throws Error(repository) where `asked` is no branch here, or
// where none of this tells.
std::string default_branch_name(const Repository& repository, const std::string& asked);

// The tracking reference of a remote's default branch: what its HEAD names, else its branch of this
// name. Empty where there is none.
std::string default_of_remote(const Repository& repository, const std::string& remote,
                              const std::string& name);

// The remote whose default branch local branches are compared with, next to the local one. Empty:
// none.
std::string main_remote(const Repository& repository, const std::string& name);

}  // namespace moongate
