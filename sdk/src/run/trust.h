// Which checks are from the trusted side: what they mark as a secret is hidden everywhere.
#pragma once

#include <vector>

#include "config/config.h"
#include "core/change.h"
#include "run/load_checks.h"
#include "run/ruleset.h"
#include "run/run_options.h"

namespace moongate {

// Sets LoadedCheck::trusted. Always trusted: built-in checks, those of a program that embeds
// Moongate, and all where the rules are another commit's (--config-from). Of the team's checks:
//
// - staged, message, range, commit, push: one whose file, and all files that it can require, are as
//   in the base of the change (HEAD, the main base, the first parent, the old value of a push; none
//   for what is new there), and whose options are set as there. The same holds where the rules are
//   read from the working tree: what lies there and is not in the base is not trusted.
// - tree, history, refs: no change brings anything; what the tree holds is trusted, what lies only
//   in the working tree is not.
// - buffer: one whose old side is the same; --stdin-path takes no team's checks at all.
void decide_trust(const Change& change, const RunOptions& options, const Rules& rules,
                  const std::vector<ConfigText>& layers, const Config& config, CheckLoad& load);

}  // namespace moongate
