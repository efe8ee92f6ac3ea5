// What one check may take on one change, and what the whole change may make us read.
#pragma once

#include <cstdint>

#include "core/change_budget.h"

namespace moongate {

struct Limits {
  double check_seconds = 5;                  // thread CPU time, summed over threads
  std::uint64_t check_memory = 64u << 20;    // bytes of Lua memory, for each of its states
  double seconds_per_mebibyte = 0.5;         // the allowance that grows with the input
  double seconds_per_parsed_mebibyte = 4;    // the same for what a syntax query had parsed
  std::uint64_t files = default_most_files;  // of the whole change
  std::uint64_t read = default_most_read;    // bytes of its files, for the whole run
  std::uint32_t findings = 10000;            // more are counted and said, not listed
  std::uint32_t message_bytes = 4096;        // a longer message is cut, with a mark
};

}  // namespace moongate
