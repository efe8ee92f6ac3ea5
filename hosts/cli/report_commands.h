// Commands about reports and accepted findings: merge, baseline, schema.
#pragma once

#include <string>
#include <vector>

#include "cli/options.h"
#include "cli/what.h"

namespace moongate::cli {

// `held_to`, where given: the change whose lines other tools' findings must be on.
// `source_roots`: the directories in which other tools saw this repository.
int merge_command(const std::vector<std::string>& files, const What& held_to,
                  const std::vector<std::string>& source_roots, const CheckOptions& options,
                  const GlobalOptions& global);
// Accepts what a whole tree has today, and what the reports in `files` have of other tools; `prune`
// only takes out what is no longer there.
int baseline_command(const std::vector<std::string>& files, bool prune,
                     const std::vector<std::string>& source_roots, const CheckOptions& options,
                     const GlobalOptions& global);
// The JSON Schema of moongate.toml, of a policy file, or of the JSON report.
int schema_command(bool policy, bool report);

}  // namespace moongate::cli
