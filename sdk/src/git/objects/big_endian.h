// Git's files hold their numbers in network byte order, at any alignment.
#pragma once

#include <cstdint>

namespace moongate {

inline std::uint16_t read_be16(const unsigned char* bytes) {
  return static_cast<std::uint16_t>(bytes[0] << 8 | bytes[1]);
}

inline std::uint32_t read_be32(const unsigned char* bytes) {
  return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 |
         std::uint32_t{bytes[2]} << 8 | std::uint32_t{bytes[3]};
}

inline std::uint64_t read_be64(const unsigned char* bytes) {
  return std::uint64_t{read_be32(bytes)} << 32 | read_be32(bytes + 4);
}

}  // namespace moongate
