// The rules that a report's findings name.
#pragma once

#include <vector>

#include "core/finding.h"

namespace moongate {

// Sorted by check and rule, each once; one that no check declared has an empty summary. Rules that
// found nothing are left out: what a report says is then the same whether it was made in one run or
// merged from shards.
std::vector<RuleInfo> reporting_rules(const Report& report);

}  // namespace moongate
