// From the facts of all visits to what a check's `finish` is called with.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/plan.h"
#include "engine/unit_result.h"
#include "finding.h"

namespace moongate {

struct FactGroup {
  const Commit* commit = nullptr;  // null: the whole change
  std::vector<const Fact*> facts;
};

// One group for the whole change, last; before it one for each commit where the check looks at
// commits. What a visitor said about a commit itself belongs to that and to the whole change.
std::vector<FactGroup> gather_facts(const Change& change, const PlannedCheck& planned,
                                    std::size_t check, const std::vector<Unit>& units,
                                    const std::vector<UnitResult>& results);

// What commits and the whole change have in common is one finding, at the first commit; `by_group`
// is in the order of the groups.
std::vector<Finding> once(std::vector<std::vector<Finding>> by_group);

}  // namespace moongate
