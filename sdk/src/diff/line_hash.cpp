#include "diff/line_hash.h"

#include <bit>
#include <cstring>

namespace moongate {
namespace {

constexpr std::uint64_t every_byte = 0x0101010101010101;

std::uint64_t mixed(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * 0x9E3779B97F4A7C15;
  return hash ^ hash >> 32;
}

}  // namespace

std::uint64_t hash_line(const char*& at, const char* top) {
  std::uint64_t hash = 5381;
  const char* next = at;
  if constexpr (std::endian::native == std::endian::little) {
    while (top - next >= 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, next, 8);
      const std::uint64_t other = word ^ every_byte * '\n';
      // The lowest set bit belongs to the first byte that is zero, here: a line's end.
      const std::uint64_t ends = (other - every_byte) & ~other & every_byte << 7;
      if (ends != 0) {
        const int bits = std::countr_zero(ends) & ~7;
        at = next + bits / 8 + 1;
        hash = mixed(hash, bits == 0 ? 0 : word << (64 - bits));
        return mixed(hash, static_cast<std::uint64_t>(bits));
      }
      hash = mixed(hash, word);
      next += 8;
    }
  }
  // The same as above of what is left, so that a last line is hashed as it would be further up.
  std::uint64_t word = 0;
  int bits = 0;
  while (next < top && *next != '\n') {
    word |= std::uint64_t{static_cast<unsigned char>(*next)} << bits;
    bits += 8;
    ++next;
    if (bits == 64) {
      hash = mixed(hash, word);
      word = 0;
      bits = 0;
    }
  }
  at = next < top ? next + 1 : next;
  hash = mixed(hash, bits == 0 ? 0 : word << (64 - bits));
  return mixed(hash, static_cast<std::uint64_t>(bits));
}

}  // namespace moongate
