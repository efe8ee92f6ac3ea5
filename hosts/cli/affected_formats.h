// Affected areas as CI systems, shells and people read them.
#pragma once

#include <string>
#include <vector>

#include "run/affected.h"

namespace moongate::cli {

// The names that --format takes, the default first.
const std::vector<std::string>& affected_formats();

// Throws Error(usage) for another name.
std::string affected_text(const Affected& affected, const std::string& format);

}  // namespace moongate::cli
