// What a run judges by: the places that its settings, its checks and its baseline are read from.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "config/config.h"
#include "core/change.h"
#include "core/request.h"
#include "findings/baseline.h"
#include "run/ruleset_source.h"
#include "run/run_options.h"

namespace moongate {

// Kept alive with what they read from. `change` must outlive them.
struct Rules {
  std::shared_ptr<Change> other;  // --config-from
  RuleSource source;
};

// Throws Error where --config-from names nothing.
Rules rules_for(const Request& request, const RunOptions& options, const Change& change);

// Whether a range names what it goes into.
bool has_target(const Request& request);
// Whether a policy says that a range is checked by the rules of its target.
bool rules_from_target(const RunOptions& options);

// The same for a person, in a line.
std::string told_rules(const RunOptions& options, const Change& change);

// What lies under the repository's settings, lowest first: the program's own, then the policy.
std::vector<ConfigText> layers_below(const RunOptions& options);

// The file that --config names, in the repository's place. Throws Error(config).
ConfigText named_config(const RunOptions& options);

// All settings of a run, lowest first. With --config that file stands for the repository's.
std::vector<ConfigText> all_layers(const RunOptions& options, const RuleSource& rules,
                                   const Change& change);

// Empty where there is none. Throws Error(config) for one that the policy forbids.
Baseline read_baseline(const RuleSource& rules, const Config& config);

}  // namespace moongate
