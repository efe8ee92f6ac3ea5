// Sizes and durations as people write them: the one syntax of configuration files, check options
// and flags.
//
//   size      NUMBER [blank] UNIT   B, KB MB GB TB (powers of 1000), KiB MiB GiB TiB (powers of
//   1024) duration  (NUMBER UNIT)+        ms, s, m or min, h, d, w; largest first, as in "1h30m"
//
// NUMBER is decimal digits with an optional fraction ("1.5MiB"). Units are read without regard to
// case. A size without a unit is bytes; a duration without a unit is refused, because people
// disagree about what it means, and so are K, M and G alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace moongate {

// Bytes, at most 2^63 - 1 (what Lua and TOML integers hold); a fraction of a byte is rounded down.
// Throws Error(config) without a place, saying what was expected.
std::uint64_t parse_size(std::string_view text);

// Seconds, at most 100 years. Throws Error(config) without a place.
double parse_duration(std::string_view text);

// The shortest text that parses back to the same size: "512KiB", "1500B".
std::string size_text(std::uint64_t bytes);

// "5s", "1h30m", "250ms"; parses back to the same duration in whole milliseconds.
std::string duration_text(double seconds);

// "1 error", "12,345 errors": for people, not parsed back.
std::string count_of(std::uint64_t count, const char* one, const char* many);

}  // namespace moongate
