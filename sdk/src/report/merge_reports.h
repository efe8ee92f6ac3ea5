// Reports read back from JSON, and several made into one: the shards of a run.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.h"

namespace moongate {

struct ReadReport {
  std::string name;     // of the file, as the user gave it
  std::string version;  // of the moongate that wrote it
  Report report;
  bool foreign = false;             // another tool's: it has no version of ours and no change
  std::vector<Finding> suppressed;  // by the tool itself; counted, not in the report's findings
};

// Reads a moongate.report/1 document. Throws Error(usage) naming the file, and the line or the key,
// for what is none.
ReadReport read_report(std::string_view text, const std::string& name);

// Reads SARIF 2.1.0 of another tool. Each tool is a check named after it, its rules are that
// check's; what the tool suppresses is counted and kept apart; a run that says it failed is an
// aborted check. Throws Error(usage) for what is no SARIF.
ReadReport read_sarif(std::string_view text, const std::string& name);

// A column of SARIF, in UTF-16 code units or code points from 1, as one in bytes of this line.
std::uint32_t byte_column(const std::string& line, std::uint32_t column, bool utf16);

// Whichever of the two it is.
ReadReport read_any_report(std::string_view text, const std::string& name);

// One report of all. Shards of one run, in any order, give what the run in one piece gives, byte
// for byte except for `timing` (as long as no check was aborted: which of its findings came first
// depends on what it was shown). Reports without shards may be of different checks on one change; a
// finding that two of them have stays once. Throws Error(usage) when a shard is missing or given
// twice, or when the reports are of different changes or versions: half a result must not look like
// a whole. Reports of other tools join any of these.
Report merge_reports(std::vector<ReadReport> reports);

}  // namespace moongate
