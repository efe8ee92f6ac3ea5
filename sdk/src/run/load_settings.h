// From the checks of a run and the layers of its settings to its configuration.
#pragma once

#include <vector>

#include "config/config.h"
#include "core/change.h"
#include "run/load_checks.h"
#include "run/ruleset_source.h"
#include "run/run_options.h"

namespace moongate {

// The settings of `layers`, lowest first. Of a check that did not load every option is accepted.
// Throws Error(config).
Config config_of(const CheckLoad& load, const std::vector<Declaration>& declarations,
                 const std::vector<ConfigText>& layers, Overrides overrides = {});

// The rules that another side of the change has, under the policy of this run.
struct SideRules {
  std::vector<Declaration> declarations;
  Config config;
};
SideRules side_rules(const RuleSource& source, const Change& change, const RunOptions& options,
                     const std::vector<ConfigText>& layers);

}  // namespace moongate
