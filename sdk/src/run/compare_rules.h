// The rules that judged, beside those that somebody may take for them: the work tree's, or those of
// the time before the change.
#pragma once

#include <vector>

#include "change.h"
#include "config/config.h"
#include "config/loosened.h"
#include "finding.h"
#include "run/options.h"

namespace moongate {

// A person or a hook may look at one file and be judged by another: a difference is a note.
void note_differences(const RunOptions& options, const Change& change, Report& report);

// Where the change touched rules, what it loosens of those of its own base (`layers`: all of the
// run, for the policy is under both) comes into the report.
void tell_loosened(const RulesSide& after, const Change& change, const RunOptions& options,
                   const std::vector<ConfigText>& layers, Report& report);

}  // namespace moongate
