// `[skip moongate]` and `[ci skip]` in a message.
#pragma once

#include <string>
#include <vector>

#include "change.h"
#include "config/config.h"
#include "engine.h"
#include "run/load_checks.h"

namespace moongate {

// A marker in the newest commit (or the message being written) or in the pull request skips all
// checks, unless the policy forbids it; either is told in `said`. What the policy locks runs all
// the same: otherwise a line of text could do what moongate.toml and MOONGATE_SKIP must not.
void skip_by_marker(const Change& change, const Config& config, const CheckLoad& load,
                    EngineOptions& engine, std::vector<std::string>& said);

}  // namespace moongate
