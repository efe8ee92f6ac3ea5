// What the change under check itself relaxes: the rules that judged its base against those that it
// brings. Counted and named in the report; a policy may refuse it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/config.h"
#include "core/declaration.h"
#include "core/finding.h"
#include "findings/baseline.h"

namespace moongate {

// One side of the change: its configuration under the same policy, its checks, its baseline. Where
// the base has no readable rules, the defaults with the built-in checks are the side to give.
struct RulesSide {
  const Config& config;
  const std::vector<Declaration>& checks;
  const Baseline& baseline;
};

// Checks removed, switched off or lowered; rules, stages and scopes likewise; files excluded;
// [[ignore]] and baseline entries added; fail_on relaxed; limits.findings lowered,
// limits.files and limits.read raised; options changed, except for a `max_…` that fell (not to 0):
// which direction is stricter only the check knows. Sorted by place. What a check's script does now
// cannot be compared: --config-from takes the scripts of a trusted commit.
std::vector<Relaxation> find_relaxed(const RulesSide& before, const RulesSide& after);

// `moongate:ignore` comments that a file has now and did not have: a comment that moved together
// with the line that it covers is none. `old_text` is empty for a new file.
std::vector<Relaxation> added_suppressions(const std::string& path, std::string_view old_text,
                                           std::string_view new_text);

// The problem to report, at the first place, when the policy refuses what was relaxed; throws it
// as Error(config). Does nothing where the policy allows it or nothing was relaxed.
void require_nothing_relaxed(const PolicyRules& policy, const std::vector<Relaxation>& relaxed);

}  // namespace moongate
