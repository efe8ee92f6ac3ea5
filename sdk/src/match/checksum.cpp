#include "match/checksum.h"

#include <array>
#include <cstdint>

namespace moongate {
namespace {

// CRC-32 of ISO-HDLC, as in zlib and PNG (RFC 1952 §8); a table of a nibble is enough for tokens.
std::uint32_t crc32(std::string_view bytes) {
  static constexpr auto table = [] {
    std::array<std::uint32_t, 16> made{};
    for (std::uint32_t i = 0; i < 16; ++i) {
      std::uint32_t value = i;
      for (int bit = 0; bit < 4; ++bit) value = value >> 1 ^ (value & 1 ? 0xEDB88320u : 0u);
      made[i] = value;
    }
    return made;
  }();
  std::uint32_t crc = 0xFFFFFFFFu;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    crc = crc >> 4 ^ table[crc & 15];
    crc = crc >> 4 ^ table[crc & 15];
  }
  return ~crc;
}

bool crc32_base62(std::string_view token) {
  token.remove_prefix(token.rfind('_') + 1);
  constexpr std::size_t digits = 6;
  if (token.size() <= digits) return false;
  std::uint64_t claimed = 0;
  for (const char c : token.substr(token.size() - digits)) {
    unsigned digit = 0;
    if (c >= '0' && c <= '9')
      digit = static_cast<unsigned>(c - '0');
    else if (c >= 'A' && c <= 'Z')
      digit = static_cast<unsigned>(c - 'A') + 10;
    else if (c >= 'a' && c <= 'z')
      digit = static_cast<unsigned>(c - 'a') + 36;
    else
      return false;
    claimed = claimed * 62 + digit;
  }
  return claimed == crc32(token.substr(0, token.size() - digits));
}

}  // namespace

const std::vector<std::string_view>& checksum_names() {
  static const std::vector<std::string_view> names = {"crc32-base62"};
  return names;
}

bool checksum_holds(std::string_view name, std::string_view token) {
  return name == "crc32-base62" && crc32_base62(token);
}

}  // namespace moongate
