// The `git` program, asked for what only it can do: reference formats that no reader here knows,
// and fetching. Started without a shell, with a fixed environment, and limited to commands that run
// nothing which a repository's configuration names; but fetching does (core.sshCommand …), and is
// refused where Git would not trust the repository's owner. No command runs a hook
// (git_settings.h).
#pragma once

#include <string>
#include <vector>

#include "git/repository/location.h"

namespace moongate {

struct GitAnswer {
  bool found = false;  // false: there is no `git` on PATH
  int status = -1;     // its exit code; 128 + signal when it was killed
  std::string out, err;
};

enum class GitAccess {
  read,   // no network, no lazy fetching, no locks, ownership not asked
  write,  // the same, except for objects and an index that nobody else knows of yet
  // May use the network, with the user's own configuration and credentials. Throws
  // Error(repository) where the repository belongs to someone whom Git was not told to trust.
  fetch,
};

// Runs `git ARGUMENTS` in the repository. Waits for its end.
GitAnswer ask_git(const Location& location, const std::vector<std::string>& arguments,
                  GitAccess access, const std::string& input = {});

}  // namespace moongate
