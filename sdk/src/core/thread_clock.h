// CPU time of the calling thread: what a check may use is counted in it, so that a busy machine
// does not fail healthy checks.
#pragma once

#include <cstdint>

namespace moongate {

std::int64_t thread_cpu_nanoseconds();

}  // namespace moongate
