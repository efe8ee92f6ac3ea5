// The run-length bitmaps (EWAH) in which a split index says what of its base is gone or replaced.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace moongate {

// Reads a bitmap from the front of `bytes` and takes it off. False when it is damaged or has a bit
// beyond `size`; `bits` then holds `size` bits.
bool read_index_bitmap(std::string_view& bytes, std::size_t size, std::vector<bool>& bits);

}  // namespace moongate
