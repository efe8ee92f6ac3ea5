// Findings of another tool, which looked at whole files, held to what a change added.
#pragma once

#include "core/change.h"
#include "core/finding.h"

namespace moongate {

// Leaves the findings whose lines the change added, and those without a line in files that it
// changed; a finding without a file stays. Absolute paths below the repository's root become
// relative. A check that has none left is `ok`. Throws Error(repository) for content that cannot be
// read.
void hold_to_change(Report& report, const Change& change);

}  // namespace moongate
