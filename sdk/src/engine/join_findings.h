// Findings of all units as one list, each once.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "core/change.h"
#include "core/finding.h"
#include "engine/plan.h"

namespace moongate {

// `by_unit` and `suppressed` are parallel to `units`; `by_commit` names the checks with scope
// `commits`. What several commits introduce (by cherry-picks and merges, say) is one finding, at
// the first of them; what the net change has too is the commit's. The same line may have several.
std::vector<Finding> join_findings(const Change& change, std::vector<std::vector<Finding>> by_unit,
                                   const std::vector<Unit>& units,
                                   const std::set<std::string>& by_commit);

// How many of these fingerprints, which comments accepted in the unit, count: each in one unit.
std::uint64_t count_suppressed(const std::vector<std::vector<std::string>>& by_unit);

}  // namespace moongate
