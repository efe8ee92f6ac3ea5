// A Git object id: SHA-1 (20 bytes) or SHA-256 (32 bytes). Size 0 is "no object".
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace moongate {

struct Oid {
  std::array<unsigned char, 32> raw{};
  std::uint8_t size = 0;

  bool empty() const { return size == 0; }
  // All zero bytes, as Git writes "no such object" in hooks; also true for an empty id.
  bool zero() const;
  std::string hex() const;

  static Oid from_raw(const void* bytes, std::size_t size);
  // 40 or 64 hexadecimal digits; anything else is nullopt.
  static std::optional<Oid> from_hex(std::string_view hex);

  bool operator==(const Oid& other) const {
    return size == other.size && std::memcmp(raw.data(), other.raw.data(), size) == 0;
  }
  std::strong_ordering operator<=>(const Oid& other) const {
    const int order = std::memcmp(raw.data(), other.raw.data(), raw.size());
    return order < 0   ? std::strong_ordering::less
           : order > 0 ? std::strong_ordering::greater
                       : size <=> other.size;
  }
};

}  // namespace moongate

template <>
struct std::hash<moongate::Oid> {
  std::size_t operator()(const moongate::Oid& id) const noexcept {
    std::size_t value = 0;
    std::memcpy(&value, id.raw.data(), sizeof value);
    return value;
  }
};
