// The one wording for a file of the repository that does not hold what it should.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/error.h"

namespace moongate {

// `what` says what is wrong there, such as "the delta does not fit its base".
Error damaged(const std::string& path, std::uint64_t offset, std::string_view what);
Error damaged(const std::string& path, std::string_view what);
// The same of an index, which is no clone's but made again from HEAD.
Error damaged_index(const std::string& path, std::uint64_t offset, std::string_view what);
Error damaged_index(const std::string& path, std::string_view what);

}  // namespace moongate
