// One request from beginning to end: what the command line, the hosts and the library call.
#pragma once

#include "core/change.h"
#include "core/finding.h"
#include "core/request.h"
#include "run/run_options.h"

namespace moongate {

// Never throws: whatever went wrong is in the report's problems, and summary.exit says so.
Report run(const Request& request, const RunOptions& options);
// The same over a change that is open already; `request` tells what else to open (config_from).
Report run(const Change& change, const Request& request, const RunOptions& options);

}  // namespace moongate
