// Commands about reports and accepted findings: merge, baseline, schema.
#pragma once

#include <string>
#include <vector>

#include "cli/options.h"
#include "cli/what.h"

namespace moongate::cli {

// `held_to`, where given: the change whose lines other tools' findings must be on.
int merge_command(const std::vector<std::string>& files, const What& held_to,
                  const CheckOptions& options, const GlobalOptions& global);
// Accepts what a whole tree has today; `prune` only takes out what is no longer there.
int baseline_command(bool prune, const CheckOptions& options, const GlobalOptions& global);
// The JSON Schema of moongate.toml, of a policy file, or of the JSON report.
int schema_command(bool policy, bool report);

}  // namespace moongate::cli
