#include "git/damage.h"

#include <utility>

namespace moongate {

Error damaged(const std::string& path, std::string_view what) {
  Problem problem;
  problem.kind = ProblemKind::repository;
  problem.message = path + " is damaged: " + std::string(what);
  problem.path = path;
  problem.cure =
      "run `git fsck --full` to see what is affected, then restore it from another clone";
  return Error(std::move(problem));
}

Error damaged(const std::string& path, std::uint64_t offset, std::string_view what) {
  return damaged(path, std::string(what) + " (at offset " + std::to_string(offset) + ")");
}

}  // namespace moongate
