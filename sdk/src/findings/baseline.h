// Findings that were there when a team began: .moongate/baseline.json, a multiset of fingerprints.
//
// The file is one JSON object with a member for each fingerprint and its "schema" last, so that
// every entry is a line that ends in a comma: branches that add entries merge like text, and git's
// `merge=union` is right for it. Lines are sorted by path, check, rule, fingerprint.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.h"
#include "core/finding.h"

namespace moongate {

inline constexpr std::string_view baseline_path = ".moongate/baseline.json";
// A baseline of a repository with very many findings.
inline constexpr std::uint64_t largest_baseline = std::uint64_t{64} << 20;  // bytes

struct BaselineEntry {
  std::string fingerprint;
  std::string path, check, rule;  // for a reader; only the fingerprint counts
  std::uint64_t count = 1;
  std::string expires = {};  // a day, YYYY-MM-DD; empty: never
  bool is_foreign = false;   // of another tool's SARIF: `check` is the tool
  bool operator==(const BaselineEntry&) const = default;
};

struct Baseline {
  std::vector<BaselineEntry> entries;  // sorted as in the file; fingerprints are unique
  bool operator==(const Baseline&) const = default;
};

// Throws Error(config) with `path` and a line for what is no baseline. An entry that stands twice
// (after a merge) counts with its larger number.
Baseline parse_baseline(std::string_view text, const std::string& path);
std::string baseline_text(const Baseline& baseline);

// What would accept exactly these findings.
Baseline baseline_of(const std::vector<Finding>& findings, bool are_foreign = false);
// What accepts all that either accepts.
Baseline united(const Baseline& a, const Baseline& b);
// What of `baseline` still occurs in `current`: --prune.
Baseline common(const Baseline& baseline, const Baseline& current);
// What `after` accepts and `before` does not.
Baseline added(const Baseline& before, const Baseline& after);
// What it accepts at `now`; what it does not any more is appended to `expired`, where given.
Baseline without_expired(const Baseline& baseline, std::int64_t now,
                         std::vector<BaselineEntry>* expired = nullptr);
// The same with the days on which entries of `other` expire.
Baseline with_days_of(Baseline baseline, const Baseline& other);
// The entries of other tools, without those of the tools that are named.
Baseline of_other_tools(const Baseline& baseline, const std::set<std::string>& without);
// How many findings it accepts.
std::uint64_t size_of(const Baseline& baseline);

// Takes out the findings that the baseline accepts, in order, each entry as often as it counts;
// returns how many.
std::uint64_t drop_accepted(std::vector<Finding>& findings, const Baseline& baseline);

// Throws Error(config) naming the policy's place where it allows no baseline.
void require_allowed(const PolicyRules& policy, const std::string& path);

// Writes `file` (a path on disk), its directory with it: whole or not at all. Throws
// Error(repository).
void write_baseline(const std::string& file, const Baseline& baseline);

}  // namespace moongate
