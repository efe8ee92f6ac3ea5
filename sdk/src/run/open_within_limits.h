// Opens a change that may have more files than the default limit allows.
#pragma once

#include "core/change.h"
#include "core/request.h"
#include "run/run_options.h"

namespace moongate {

// As open_change. The limit on files stands in the configuration, which the change itself may
// bring; only where the default does not do is it read before the change is opened.
Change open_within_limits(const Request& request, const RunOptions& options);

}  // namespace moongate
