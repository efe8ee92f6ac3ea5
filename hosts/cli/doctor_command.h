// `moongate doctor`
#pragma once

#include <string>

#include "cli/options.h"

namespace moongate::cli {

// `format` is "text" or "json". Returns the exit code; throws Error(usage) for another format.
int doctor_command(const std::string& format, const std::string& policy,
                   const GlobalOptions& global);

}  // namespace moongate::cli
