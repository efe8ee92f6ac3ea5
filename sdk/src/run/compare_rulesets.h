// The rules that judged, next to those that someone may take for them: the working tree's, or those
// of the time before the change.
#pragma once

#include <vector>

#include "config/config.h"
#include "core/change.h"
#include "core/finding.h"
#include "findings/relaxations.h"
#include "run/run_options.h"

namespace moongate {

// A person or a hook may look at one file and be judged by another: a difference is a note.
void note_differences(const RunOptions& options, const Change& change, Report& report);

// Where the change touched rules, what it relaxes of those of its own base (`layers`: all of the
// run, for the policy is under both) comes into the report.
void tell_relaxed(const RulesSide& after, const Change& change, const RunOptions& options,
                  const std::vector<ConfigText>& layers, Report& report);

}  // namespace moongate
