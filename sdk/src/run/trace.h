// --trace: what a run does, told step by step.
#pragma once

#include <string>
#include <vector>

#include "config/config.h"
#include "core/change.h"
#include "run/load_checks.h"
#include "run/run_options.h"

namespace moongate {

// Each says nothing where nobody listens.
void trace(const RunOptions& options, const std::string& step);
void trace_opened(const RunOptions& options, const Change& change);
void trace_rules(const RunOptions& options, const CheckLoad& load,
                 const std::vector<ConfigText>& layers);
void trace_outcomes(const RunOptions& options, const Report& report);

}  // namespace moongate
