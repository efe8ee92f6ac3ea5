// One line's hash, and where the next one begins.
#pragma once

#include <cstdint>
#include <string_view>

namespace moongate {

// The hash of the line at `at`, its end not included; moves `at` behind the line's '\n', or to
// `top` where it has none. One pass: eight bytes a step.
std::uint64_t hash_line(const char*& at, const char* top);

}  // namespace moongate
