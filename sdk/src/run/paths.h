// Paths as a person types them, from where the person is, become paths of the repository.
#pragma once

#include <string>
#include <vector>

#include "change.h"

namespace moongate {

// Throws Error(usage) for one that is outside, or that neither the disk nor the change has.
std::vector<std::string> repository_paths(const Change& change,
                                          const std::vector<std::string>& given);

}  // namespace moongate
