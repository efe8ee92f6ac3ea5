// A change of kind `buffer`: no repository is looked for, and none is needed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/change.h"

namespace moongate {

// Old and new bytes of named files, without any repository: what an editor or a server has.
struct BufferFile {
  std::string path;
  std::optional<std::string> before, after;  // absent: the file did not exist, or no longer does
};
// Throws Error(usage) for a path that is empty, absolute, climbs out, or is given twice.
Change buffer_change(std::vector<BufferFile> files);

}  // namespace moongate
