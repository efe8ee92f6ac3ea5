// Whose a repository is, judged as Git does. Reading asks nobody (location.h); what lets Git run
// programs that the configuration may name has to ask first.
#pragma once

#include <optional>
#include <string>

#include "git/repository/location.h"

namespace moongate {

struct ForeignOwner {
  std::string place;  // the file or directory that belongs to someone else
  unsigned owner = 0, user = 0;
  std::string help;  // a command that makes Git trust the repository
};

// nullopt where the repository belongs to this user (or to the one who called sudo), or where
// safe.directory of the system's, the user's or the environment's configuration names it.
std::optional<ForeignOwner> foreign_owner(const Location& location);

// Throws Error(repository) with the help where there is such an owner.
void require_trusted_owner(const Location& location);

}  // namespace moongate
