#pragma once

#include <cstdint>

namespace moongate {

// CPU time of the calling thread in nanoseconds, from an arbitrary beginning.
std::int64_t thread_cpu_nanoseconds();

}  // namespace moongate
