// The end of a run: repeated findings joined, everything ordered and counted, secrets masked.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "core/finding.h"
#include "findings/masks.h"

namespace moongate {

// Of each check only `most` findings stay: errors before warnings before notes, and within a level
// the first in the report's order. Returns the checks of which some were dropped.
std::set<std::string> cut_floods(std::vector<Finding>& findings, std::uint32_t most);
std::string flood_reason(std::uint32_t most);  // what the report then says of the check

// By path, line, column, check, then everything else that shows.
void sort_findings(std::vector<Finding>& findings);

// Of several errors of one check the first is reported: the same one whatever threads and shards
// did.
bool comes_first(const Problem& a, const Problem& b);

// What is relaxed, by place: shards meet it in another order.
void sort_relaxed(std::vector<Relaxation>& relaxed);

// No text of the report shows what the masks hide there.
void mask_report(Report& report, const Masks& masks);
// The same of what is told next to the findings, and also before and after the checks ran:
// problems, what is relaxed, skip markers, notes, what the change is.
void mask_said(Report& report, const Masks& masks);
void mask_problem(Problem& problem, const Masks& masks);

// The summary's counts by level, of all findings: to be taken before any are cut.
void count_findings(Report& report);
// Where the summary counts a level; null for `off`.
std::uint64_t* counter_of(Summary& summary, Level level);
// The same of those that are known (Finding::known); null for an error, which is never known.
std::uint64_t* known_counter_of(Summary& summary, Level level);

// From the summary's counts, the problems and the checks; `fail_on` off is "never".
void decide_exit(Report& report, Level fail_on);

// 3 wins over 1, 2 over 3.
int exit_code(const Report& report, Level fail_on);

}  // namespace moongate
