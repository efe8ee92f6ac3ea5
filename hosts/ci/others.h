// CI systems that tell the range in a variable or two.
#pragma once

#include "ci/ci_run.h"

namespace moongate::ci {

bool is_other(const Environment& environment);
std::optional<Run> recognise_other(const Environment& environment, const History& history);

}  // namespace moongate::ci
