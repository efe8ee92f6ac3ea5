// Which CI system runs us, and what its run is about: the one list of the systems that are known.
#pragma once

#include "ci/ci_run.h"

namespace moongate::ci {

// Whether this is a run of any CI system: CI is set, or a variable by which one is known here.
bool is_ci(const Environment& environment);

// Throws Error(usage) where this is no CI run that anybody here knows and the generic variables
// (MOONGATE_BASE, MOONGATE_HEAD) are not set either. A known system's run that does not tell what
// it is about comes back with `unknown`, and nothing may be checked then: a guess could pass.
Run recognise(const Environment& environment, const History& history);

}  // namespace moongate::ci
