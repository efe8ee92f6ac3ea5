#include "core/oid.h"

#include <algorithm>

namespace moongate {

bool Oid::zero() const {
  return std::all_of(raw.begin(), raw.begin() + size, [](unsigned char byte) { return byte == 0; });
}

std::string Oid::hex() const {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text(std::size_t{size} * 2, '0');
  for (std::size_t i = 0; i < size; ++i) {
    text[2 * i] = digits[raw[i] >> 4];
    text[2 * i + 1] = digits[raw[i] & 15];
  }
  return text;
}

Oid Oid::from_raw(const void* bytes, std::size_t size) {
  Oid id;
  id.size = static_cast<std::uint8_t>(std::min(size, id.raw.size()));
  std::memcpy(id.raw.data(), bytes, id.size);
  return id;
}

std::optional<Oid> Oid::from_hex(std::string_view hex) {
  if (hex.size() != 40 && hex.size() != 64) return std::nullopt;
  const auto digit = [](char c) -> int {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  Oid id;
  id.size = static_cast<std::uint8_t>(hex.size() / 2);
  for (std::size_t i = 0; i < id.size; ++i) {
    const int high = digit(hex[2 * i]);
    const int low = digit(hex[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    id.raw[i] = static_cast<unsigned char>(high * 16 + low);
  }
  return id;
}

}  // namespace moongate
