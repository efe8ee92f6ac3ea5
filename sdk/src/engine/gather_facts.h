// From the facts of all visits to what a check's `finish` is called with.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/finding.h"
#include "engine/plan.h"
#include "engine/unit_result.h"

namespace moongate {

struct FactGroup {
  const Commit* commit = nullptr;  // null: the whole change
  std::vector<const Fact*> facts;
};

// One group for the whole change; where the check looks at commits, one for each of them before it,
// and behind it those of commits that another remote has. A file is visited once for all that
// introduce exactly the same; what was said of it belongs to each of them. What a visitor said
// about a commit itself belongs to that and to the whole change.
std::vector<FactGroup> gather_facts(const Change& change, const Introductions& introductions,
                                    const PlannedCheck& planned, std::size_t check,
                                    const std::vector<Unit>& units,
                                    const std::vector<UnitResult>& results);

// What groups have in common is one finding, of the first of them; `by_group` is parallel to
// `groups`.
std::vector<Finding> once(const std::vector<FactGroup>& groups,
                          std::vector<std::vector<Finding>> by_group);

}  // namespace moongate
