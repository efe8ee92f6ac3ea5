// What a run knows of one unit when it has been visited.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cache/result_cache.h"
#include "config/config.h"
#include "core/error.h"
#include "core/finding.h"
#include "script/fact.h"

namespace moongate {

// Bytes that no output may show where the check that marked them has a say.
struct MarkedSecret {
  std::size_t check = 0;  // of the planned ones
  std::string text;
};

struct UnitResult {
  std::vector<std::pair<std::size_t, std::vector<Finding>>> findings;  // by check
  std::vector<std::pair<std::size_t, std::vector<Fact>>> facts;        // by check
  std::vector<MarkedSecret> secrets;
  std::vector<Problem> problems;
  std::vector<Relaxation> relaxed;
  std::vector<Finding> notes;  // about comments that accept what nobody found
  std::uint64_t added = 0, removed = 0, suppressed = 0;
  std::vector<std::string> suppressed_by_commit;  // fingerprints: of checks with scope `commits`
  bool generated = false;                         // of the net change, and so left out by `lint`
  double milliseconds = 0;
  ResultKey key;                                   // of a file, where the cache is on
  std::optional<CleanResult> known, clean_result;  // what the cache had, and what it shall have
  std::uint64_t memory = 0;               // with --profile: the most that one check's state held
  std::vector<std::size_t> ran, skipped;  // with --trace: checks; those whose result was known
};

// Once, however often it is met: several checks read the same file.
inline void add_problem(std::vector<Problem>& problems, const Problem& problem) {
  if (std::find(problems.begin(), problems.end(), problem) == problems.end())
    problems.push_back(problem);
}

}  // namespace moongate
