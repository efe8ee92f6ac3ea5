// [[ignore]] of the repository that accepts nothing any more.
#pragma once

#include <vector>

#include "engine/assemble_report.h"
#include "findings/suppress.h"

namespace moongate {

// Notes at the entries' own lines. Only a run over a whole tree can say so, and only of entries
// whose checks ran to their end and look at files as they are: what `commits`, `branches` and a
// check of scope `commits` are about is not all in it. `ignores` must have been asked for every
// finding.
std::vector<Finding> unused_ignores(const Judged& run, const Ignores& ignores);

}  // namespace moongate
