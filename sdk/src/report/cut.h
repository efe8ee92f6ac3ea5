// What every format that has limits needs: whole characters, counts of findings, and an order in
// which what is cut is what matters least.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.h"

namespace moongate {

// At most `bytes` of the text, cut between characters; "…" at the end says that it was cut.
std::string cut(std::string_view text, std::size_t bytes);

// "2 errors, 1 warning", or "nothing".
std::string count_levels(std::uint64_t errors, std::uint64_t warnings, std::uint64_t notes);

// Errors before warnings before notes; within a level, what stands on lines of the change before
// what stands elsewhere, then what can be shown at a line before what cannot; else as the report
// has them.
std::vector<const Finding*> most_important_first(const Report& report);

}  // namespace moongate
