#include "git/index/index_bitmap.h"

#include <cstdint>

#include "git/objects/big_endian.h"

namespace moongate {

bool read_index_bitmap(std::string_view& bytes, std::size_t size, std::vector<bool>& bits) {
  bits.assign(size, false);
  if (bytes.size() < 8) return false;
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  const std::uint64_t words = read_be32(data + 4);
  if (bytes.size() < 12 || (bytes.size() - 12) / 8 < words) return false;
  data += 8;
  std::uint64_t bit = 0;
  for (std::uint64_t word = 0; word < words;) {
    // One bit to repeat, 32 bits: how many words of it, 31 bits: how many literal words follow.
    const std::uint64_t marker = read_be64(data + word++ * 8);
    const std::uint64_t run = (marker >> 1 & 0xFFFFFFFFU) * 64;
    if ((marker & 1) != 0) {
      if (run > size || bit > size - run) return false;
      for (std::uint64_t i = 0; i < run; ++i) bits[bit + i] = true;
    }
    bit += run;
    const std::uint64_t literals = marker >> 33;
    if (literals > words - word) return false;
    for (std::uint64_t i = 0; i < literals; ++i, bit += 64) {
      const std::uint64_t literal = read_be64(data + word++ * 8);
      for (unsigned j = 0; j < 64; ++j) {
        if ((literal >> j & 1) == 0) continue;
        if (bit + j >= size) return false;
        bits[bit + j] = true;
      }
    }
  }
  bytes.remove_prefix(8 + words * 8 + 4);
  return true;
}

}  // namespace moongate
