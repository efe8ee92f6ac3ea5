// What a check has used of its limits, and what it ends with when it exceeds them.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/check_limits.h"

namespace moongate {

// CPU time that a check has used on this change, shared by its instances on several threads.
struct Meter {
  std::atomic<std::int64_t> nanoseconds{0};
  std::atomic<std::uint64_t> input_bytes{0};   // looked at: grows the allowance
  std::atomic<std::uint64_t> parsed_bytes{0};  // parsed for its queries: likewise
  std::atomic<std::uint64_t> fact_bytes{0};    // that all its facts take
  std::atomic<bool> aborted{false};            // by any instance
  const std::atomic<bool>* cancel = nullptr;   // the whole run's; may be null
  bool cancelled() const { return cancel && cancel->load(std::memory_order_relaxed); }
  std::atomic<std::uint64_t> findings{0};  // kept and dropped

  // What it may have used by now, with `more` bytes about to be looked at.
  double allowed_seconds(const Limits& limits, std::size_t more = 0) const {
    constexpr double mebibyte = 1 << 20;
    return limits.check_seconds +
           limits.seconds_per_mebibyte * static_cast<double>(input_bytes.load() + more) / mebibyte +
           limits.seconds_per_parsed_mebibyte * static_cast<double>(parsed_bytes.load()) / mebibyte;
  }
};

// Thrown when a check exceeds its limits; the engine marks it `aborted` (exit 3).
struct CheckAborted {
  std::string reason;  // "used more than 5 s of CPU time in added_line of src/a.c (line 12 of …)"
  bool of_all = false;  // no single visit is to blame
};

}  // namespace moongate
