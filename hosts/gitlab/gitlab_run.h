// GitLab CI: merge request pipelines (detached and merged results), branches, tags, schedules.
#pragma once

#include "ci/ci_run.h"

namespace moongate::ci {

std::optional<Run> recognise_gitlab(const Environment& environment, const History& history);

}  // namespace moongate::ci
