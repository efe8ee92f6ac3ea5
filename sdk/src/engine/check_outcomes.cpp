#include "engine/check_outcomes.h"

#include <utility>

#include "findings/finalize_findings.h"

namespace moongate {

bool Endings::over(std::size_t check, std::size_t unit) const {
  const std::lock_guard lock(mutex_);
  return failures_[check].aborted && unit > failures_[check].unit;
}

void Endings::failed(std::size_t check, Problem problem) {
  const std::lock_guard lock(mutex_);
  Failure& failure = failures_[check];
  if (failure.final || (failure.problem && !comes_first(problem, *failure.problem))) return;
  failure = {};
  failure.reason = problem.message;
  failure.problem = std::move(problem);
}

void Endings::aborted(std::size_t check, std::size_t unit, std::string reason) {
  const std::lock_guard lock(mutex_);
  Failure& failure = failures_[check];
  if (failure.final || failure.problem || unit >= failure.unit) return;
  failure.unit = unit;
  failure.aborted = true;
  failure.reason = std::move(reason);
}

void Endings::given_up(std::size_t check, std::size_t unit, std::string reason, bool silent) {
  const std::lock_guard lock(mutex_);
  Failure& failure = failures_[check];
  if (failure.final) return;
  failure = {};
  failure.unit = unit;
  failure.aborted = failure.final = true;
  failure.silent = silent;
  failure.reason = std::move(reason);
}

Endings::Failure Endings::of(std::size_t check) const {
  const std::lock_guard lock(mutex_);
  return failures_[check];
}

}  // namespace moongate
