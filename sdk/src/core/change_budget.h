// What one change may make us read, however it was made.
#pragma once

#include <atomic>
#include <cstdint>

#include "core/error.h"

namespace moongate {

inline constexpr std::uint64_t default_most_files = 10'000'000;
inline constexpr std::uint64_t default_most_read = std::uint64_t{64} << 30;  // bytes

// `[limits] files` and `read`, and what was read so far. Shared by all that reads for a change, on
// any thread; holds the defaults until the configuration, which the change itself may bring, is
// known.
struct ChangeBudget {
  std::atomic<std::uint64_t> most_files{default_most_files};
  std::atomic<std::uint64_t> most_read{default_most_read};
  std::atomic<std::uint64_t> read{0};

  // Throws Error(repository) where the blob's bytes are more than the change may make us read.
  void add_read(std::uint64_t bytes);
};

// Thrown where a change has more files than it may have (`[limits] files`): exit 3.
class TooManyFiles : public Error {
 public:
  TooManyFiles(std::uint64_t most, bool directories);
};

}  // namespace moongate
