// Names of a change's new tree that file systems which ignore case, or how characters are composed,
// take for one: of "Readme" and "README" a clone on Windows or macOS gets only one.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/change.h"

namespace moongate {

struct NameCollision {
  const FileChange* file = nullptr;  // the first file of the change that has the name in its path
  std::string directory;             // "" is the root
  std::string name, other;           // the one that the change brought, and what it collides with
  bool case_only = false;            // they differ in ASCII letters alone
};

// Those that the change brought: of two old names that collide nothing is said. Sorted by path,
// each name once. `shown` says about which files a finding may be reported. `work` grows by the
// names that were compared. Throws Error(repository) where a tree cannot be read.
std::vector<NameCollision> name_collisions(const Change& change,
                                           const std::function<bool(const FileChange&)>& shown,
                                           std::uint64_t& work);

}  // namespace moongate
