// Rules that the target of a range has got since the range began.
#pragma once

#include <string>
#include <vector>

#include "core/change.h"

namespace moongate {

// The files of rules (moongate.toml, nested ones above changed files, checks, packs) that the
// target added or changed since, and that the range does not have as they are there; sorted. The
// baseline only accepts findings and does not count.
std::vector<std::string> newer_rules(const Change& change);

}  // namespace moongate
