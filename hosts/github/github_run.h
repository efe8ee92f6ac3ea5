// GitHub Actions, and Gitea and Forgejo, which speak its language.
#pragma once

#include "ci/ci_run.h"

namespace moongate::ci {

// Throws Error(usage) for a payload that is missing or is not what the event promises.
std::optional<Run> recognise_github(const Environment& environment, const History& history);

}  // namespace moongate::ci
