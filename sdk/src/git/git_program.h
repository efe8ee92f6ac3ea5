// The `git` program, asked for what only it can do: reference formats that no reader here knows,
// and fetching. Started without a shell, with a fixed environment, and limited to commands that run
// nothing which a repository's configuration names.
#pragma once

#include <string>
#include <vector>

#include "git/location.h"

namespace moongate {

struct GitAnswer {
  bool found = false;  // false: there is no `git` on PATH
  int status = -1;     // its exit code; 128 + signal when it was killed
  std::string out, err;
};

enum class GitAccess {
  read,   // no network, no lazy fetching, no locks, ownership not asked
  write,  // the same, but for objects and an index that nobody else knows of yet
  fetch,  // may use the network, with the user's own configuration and credentials
};

// Runs `git ARGUMENTS` in the repository. Waits for its end.
GitAnswer ask_git(const Location& location, const std::vector<std::string>& arguments,
                  GitAccess access, const std::string& input = {});

}  // namespace moongate
