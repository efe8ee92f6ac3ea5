// From what was found in each unit to the report of the run.
#pragma once

#include <memory>
#include <vector>

#include "engine/check_outcomes.h"
#include "engine/plan.h"
#include "engine/unit_result.h"
#include "engine/visit.h"

namespace moongate {

// What was judged, by what, and how the checks ended.
struct Judged {
  const Change& change;
  const std::vector<LoadedCheck>& checks;
  const Config& config;
  const EngineOptions& options;
  const std::vector<PlannedCheck>& planned;
  const Endings& endings;
  // Null while workers are still at it: then nothing of theirs is touched.
  const std::vector<std::unique_ptr<Visitors>>* visitors;
};

// `results` are parallel to `units`. Fills what the options ask to be filled, too.
Report assemble(const Judged& run, const std::vector<Unit>& units, std::vector<UnitResult> results,
                const ChangeSummary& counts);

}  // namespace moongate
