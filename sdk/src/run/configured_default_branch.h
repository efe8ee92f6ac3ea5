// The default branch that a configuration names, known before there is a change to check.
#pragma once

#include <string>

#include "core/request.h"
#include "run/run_options.h"

namespace moongate {

// `default_branch` of the policy and of the repository's moongate.toml (of the file, the commit or
// the tree that this run takes its rules from); empty where neither names one. What cannot be read
// is left to the run, which says what is wrong with it.
std::string configured_default_branch(const Request& request, const RunOptions& options);

}  // namespace moongate
