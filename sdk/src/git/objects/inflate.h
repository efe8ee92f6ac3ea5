// zlib streams of which Git says beforehand how many bytes they hold.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace moongate {

// Deflate cannot expand more than 1032 times: what declares more than that is damaged, and is
// refused before any memory is asked for.
bool plausible_size(std::size_t compressed, std::uint64_t inflated);

// Inflates the stream at the beginning of `in` (whatever follows it is ignored) into exactly
// `size` bytes. False when it is no zlib stream of that size. Thread-safe.
bool inflate_exactly(std::span<const unsigned char> in, char* out, std::size_t size);

// The same into a string, of which the first `skip` bytes are then left out. Memory for what a
// stream merely declares is not touched before the stream has filled it.
bool inflate_into(std::span<const unsigned char> in, std::string& out, std::size_t size,
                  std::size_t skip = 0);

// The first bytes of a stream, at most `size`; returns how many there are. 0: no such stream.
std::size_t inflate_prefix(std::span<const unsigned char> in, char* out, std::size_t size);

}  // namespace moongate
