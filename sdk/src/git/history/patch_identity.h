// Whether two changes do the same to a project, wherever they were applied: what `git patch-id`
// answers, from trees instead of text.
#pragma once

#include <string>
#include <vector>

#include "core/change.h"
#include "git/repository/repository.h"

namespace moongate {

// A cheap key: changes with equal identity have equal keys. The paths and what became of them.
std::string path_key(const std::vector<FileChange>& files);

// Equal for changes whose removed and added lines are equal, file by file and in order; line
// numbers do not count; whitespace does, for a script may mean something by it. Empty for a change
// of no files.
std::string patch_identity(const Repository& repository, const std::vector<FileChange>& files);

}  // namespace moongate
