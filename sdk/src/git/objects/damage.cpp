#include "git/objects/damage.h"

#include <utility>

namespace moongate {

Error damaged(const std::string& path, std::string_view what) {
  Problem problem;
  problem.kind = ProblemKind::repository;
  problem.message = path + " is damaged: " + std::string(what);
  problem.path = path;
  problem.help =
      "run `git fsck --full` to see what is affected, then restore it from another clone";
  return Error(std::move(problem));
}

Error damaged_index(const std::string& path, std::string_view what) {
  return Error(Problem{ProblemKind::repository, "the index is damaged: " + std::string(what), path,
                       0, "remove it and run `git reset`; what was staged must be added again"});
}

Error damaged_index(const std::string& path, std::uint64_t offset, std::string_view what) {
  return damaged_index(path, std::string(what) + " (at offset " + std::to_string(offset) + ")");
}

Error damaged(const std::string& path, std::uint64_t offset, std::string_view what) {
  return damaged(path, std::string(what) + " (at offset " + std::to_string(offset) + ")");
}

}  // namespace moongate
