// --fix and --fix=patch: from the findings of a run to files, or to a patch.
#pragma once

#include <vector>

#include "config/config.h"
#include "core/change.h"
#include "core/request.h"
#include "engine/engine.h"
#include "run/run_options.h"

namespace moongate {

// Throws Error(usage) for a change in which there is nothing that `mode` could write to.
void require_fixable(const Change& change, FixMode mode);

// Replaces `report` by that of the fixed change, or adds the patch to it.
void fix(const Change& change, const Request& request, const RunOptions& options,
         const std::vector<LoadedCheck>& checks, const Config& config, const EngineOptions& engine,
         Unmasked unmasked, Report& report);

}  // namespace moongate
