// How each check of a run ended.
#pragma once

#include <cstddef>
#include <limits>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/error.h"

namespace moongate {

// The report must not depend on which thread was faster, nor on how a run is split into shards. A
// check whose script fails at one unit is still called for all others, and of its errors the one is
// told that comes first by what it says. One that is aborted is not called any more; the first unit
// (in the order of units, not of time) at which that happened counts. Any thread may call.
class Endings {
 public:
  explicit Endings(std::size_t checks) : failures_(checks) {}

  // Whether the check was aborted at a unit before this one: what it would say here does not count.
  bool over(std::size_t check, std::size_t unit) const;

  // The script erred.
  void failed(std::size_t check, Problem problem);
  // It exceeded its limits.
  void aborted(std::size_t check, std::size_t unit, std::string reason);
  // It is aborted for good, whatever else happened; with `silent` nothing that it said counts.
  void given_up(std::size_t check, std::size_t unit, std::string reason, bool silent);

  struct Failure {
    std::size_t unit = std::numeric_limits<std::size_t>::max();  // at which it was aborted
    bool aborted = false, silent = false, final = false;
    std::string reason;
    std::optional<Problem> problem;
    bool happened() const { return aborted || problem; }
    // Whether what the check said at this unit counts.
    bool counts(std::size_t at) const { return !aborted || (!silent && at <= unit); }
  };
  Failure of(std::size_t check) const;

 private:
  mutable std::mutex mutex_;
  std::vector<Failure> failures_;
};

}  // namespace moongate
