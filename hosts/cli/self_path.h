// Where this program lies on the disk.
#pragma once

#include <string>

namespace moongate::cli {

// Absolute, links resolved; empty where the system does not say.
std::string self_path();

}  // namespace moongate::cli
