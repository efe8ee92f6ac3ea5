// What was to be accepted for a time, and that time is over.
#pragma once

#include <vector>

#include "config/config.h"
#include "core/finding.h"
#include "findings/baseline.h"

namespace moongate {

// Of the configuration's [[ignore]] those that are over at `now`, each by itself; of the baseline's
// entries in `over` how many expired on which day.
std::vector<Expired> list_expired(const Config& config, const std::vector<BaselineEntry>& over,
                                  std::int64_t now);

}  // namespace moongate
