// `moongate ci`: the change that this CI run is about, reported the way this CI shows things.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/options.h"
#include "recognise.h"

namespace moongate::cli {

// `read_flags` applies the host's own settings (a container action's inputs) to the options that
// the command line left at their defaults.
int ci_command(
    bool explain, CheckOptions options, const GlobalOptions& global,
    const std::function<void(const std::vector<std::string>&, CheckOptions&)>& read_flags);

// Where this runs and what it is about, for commands that report in a way of their own.
ci::Run recognised_run(const CheckOptions& options);

// Where the command line is wrong, or the directory: told as this CI shows things, and to
// `formats`.
int ci_failed(const Problem& problem, const std::vector<std::string>& formats,
              const GlobalOptions& global);

}  // namespace moongate::cli
