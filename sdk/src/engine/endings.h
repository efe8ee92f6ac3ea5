// How each check of a run ended.
#pragma once

#include <cstddef>
#include <limits>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "error.h"

namespace moongate {

// Decided by the first unit (in the order of units, not of time) at which a check failed, so that
// the report does not depend on which thread was faster. Any thread may call.
class Endings {
 public:
  explicit Endings(std::size_t checks) : failures_(checks) {}

  // Whether the check failed at a unit before this one: what it would say here does not count.
  bool over(std::size_t check, std::size_t unit) const;

  void failed(std::size_t check, std::size_t unit, bool aborted, std::string reason,
              std::optional<Problem> problem);

  struct Failure {
    std::size_t unit = std::numeric_limits<std::size_t>::max();
    bool aborted = false;
    std::string reason;
    std::optional<Problem> problem;
    bool happened() const { return unit != std::numeric_limits<std::size_t>::max(); }
  };
  Failure of(std::size_t check) const;

 private:
  mutable std::mutex mutex_;
  std::vector<Failure> failures_;
};

}  // namespace moongate
