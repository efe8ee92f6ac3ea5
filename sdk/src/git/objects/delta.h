// Git's deltas: copies from a base and literal bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace moongate {

struct DeltaSizes {
  std::uint64_t base = 0, result = 0;
  std::size_t header = 0;  // bytes of the delta that the two sizes take
};

// From the first bytes of a delta (20 are enough); nullopt when they are no delta.
std::optional<DeltaSizes> delta_sizes(std::string_view delta);

// Whether the instructions really make `sizes.result` bytes: asked before memory for a large result
// is taken, as a few bytes may claim terabytes.
bool delta_makes_its_size(std::string_view delta, const DeltaSizes& sizes);

// Writes exactly `sizes.result` bytes to `out`. False when the delta does not fit its base or its
// declared sizes; nothing outside of base and result is touched whatever the delta holds.
bool apply_delta(std::string_view base, std::string_view delta, const DeltaSizes& sizes, char* out);

}  // namespace moongate
