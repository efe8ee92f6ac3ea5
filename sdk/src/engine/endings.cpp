#include "engine/endings.h"

#include <utility>

namespace moongate {

bool Endings::over(std::size_t check, std::size_t unit) const {
  const std::lock_guard lock(mutex_);
  return unit > failures_[check].unit;
}

void Endings::failed(std::size_t check, std::size_t unit, bool aborted, std::string reason,
                     std::optional<Problem> problem) {
  const std::lock_guard lock(mutex_);
  Failure& failure = failures_[check];
  if (unit >= failure.unit) return;
  failure = {unit, aborted, std::move(reason), std::move(problem)};
}

Endings::Failure Endings::of(std::size_t check) const {
  const std::lock_guard lock(mutex_);
  return failures_[check];
}

}  // namespace moongate
