// What a person is shown where one check has very many findings: the first of them, and a summary
// of the others.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/finding.h"

namespace moongate {

inline constexpr std::size_t findings_shown = 20;  // of one check

struct HiddenFindings {
  std::string check;
  std::uint64_t errors = 0, warnings = 0, notes = 0;
  // Where they are: "src/", "README.md" (a file in the root), "commits"; the most frequent first.
  std::vector<std::pair<std::string, std::uint64_t>> places;

  std::uint64_t total() const { return errors + warnings + notes; }
};

struct Flood {
  std::vector<bool> shown;             // of each of the report's findings
  std::vector<HiddenFindings> hidden;  // by check, of those that have any; sorted by name
  std::uint64_t total = 0;             // that are not shown
  std::uint64_t fixable = 0;           // of all findings, shown or not
};

// A check's worst findings are shown first, and of these the ones on lines that the change added.
// The notes of a check on a whole tree are either all shown or, where they are too many, none.
Flood flood_of(const Report& report, std::size_t limit);

}  // namespace moongate
