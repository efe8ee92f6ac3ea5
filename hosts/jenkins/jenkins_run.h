// Jenkins: multibranch pull requests with either strategy, branch builds, first builds, tags.
#pragma once

#include "ci/ci_run.h"

namespace moongate::ci {

std::optional<Run> recognise_jenkins(const Environment& environment, const History& history);

}  // namespace moongate::ci
