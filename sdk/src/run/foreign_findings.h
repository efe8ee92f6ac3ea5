// Findings of other tools in this repository: at its files, by its policy, without what its
// baseline accepts.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "config/config.h"
#include "core/change.h"
#include "core/request.h"
#include "findings/baseline.h"
#include "report/merge_reports.h"
#include "run/foreign_paths.h"
#include "run/run_options.h"

namespace moongate {

struct ForeignRules {
  PolicyRules policy;
  Baseline baseline;  // what has not expired of other tools' entries
};
// Throws Error where the repository's settings or its baseline cannot be read.
ForeignRules foreign_rules(const Request& request, const RunOptions& options, const Change& change);

enum class UnknownPaths : std::uint8_t { kept, refused };

// Maps the findings' paths to files of the repository and sets columns and fingerprints by their
// lines. Untracked files are no part of any change: their findings are left out with a note. What
// fits no file is kept as it is or, refused, a problem of the report that says how many there are.
// Where the policy forbids suppressions, those of the tool do not count, which is a note.
void place_foreign(ReadReport& read, const Change& change, const ForeignPaths& paths,
                   const PolicyRules& policy, UnknownPaths unknown);

// Counts, states and exit code after findings were taken out of another tool's report.
void recount_foreign(Report& report);

}  // namespace moongate
