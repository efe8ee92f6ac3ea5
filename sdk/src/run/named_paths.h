// Paths as a person types them, taken from the current directory, as paths of the repository.
#pragma once

#include <string>
#include <vector>

#include "config/config.h"
#include "core/change.h"

namespace moongate {

struct AskedPaths {
  std::vector<std::string> paths;  // files, directories and globs, from the repository's root
  std::vector<std::string> notes;  // what was asked for and is not checked, for a person
};

// Throws Error(usage) for a path outside of the repository or that is nowhere, and for a file that
// is there but is no part of the change: to pass because it was not looked at would be no answer. A
// directory or a glob without changes passes with a note; so does a file that the configuration
// excludes.
AskedPaths asked_paths(const Change& change, const Config& config,
                       const std::vector<std::string>& given);

}  // namespace moongate
