// `moongate ci`: the change that this CI run is about, reported the way this CI shows things.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/options.h"

namespace moongate::cli {

// `read_flags` applies the host's own settings (a container action's inputs) to the options that
// the command line left at their defaults.
int ci_command(
    bool explain, CheckOptions options, const GlobalOptions& global,
    const std::function<void(const std::vector<std::string>&, CheckOptions&)>& read_flags);

}  // namespace moongate::cli
