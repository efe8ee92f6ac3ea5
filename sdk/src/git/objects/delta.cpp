#include "git/objects/delta.h"

#include <cstring>

namespace moongate {

namespace {

std::optional<std::uint64_t> read_size(std::string_view delta, std::size_t& at) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (at == delta.size()) return std::nullopt;
    const auto byte = static_cast<unsigned char>(delta[at++]);
    const std::uint64_t bits = byte & 0x7f;
    if (bits << shift >> shift != bits) return std::nullopt;
    value |= bits << shift;
    if ((byte & 0x80) == 0) return value;
  }
  return std::nullopt;
}

struct Copy {
  std::uint32_t offset = 0, size = 0;
};

// The operands of a copy instruction; each of the seven bytes is there if its bit is set.
inline bool read_copy(unsigned char instruction, const unsigned char*& at, const unsigned char* end,
                      Copy& copy) {
  static constexpr unsigned char operand_count[16] = {0, 1, 1, 2, 1, 2, 2, 3,
                                                      1, 2, 2, 3, 2, 3, 3, 4};
  const int operands = operand_count[instruction & 15] + operand_count[instruction >> 4 & 7];
  if (end - at < operands) return false;
  std::uint32_t offset = 0;
  std::uint32_t size = 0;
  if (instruction & 0x01) offset = *at++;
  if (instruction & 0x02) offset |= std::uint32_t{*at++} << 8;
  if (instruction & 0x04) offset |= std::uint32_t{*at++} << 16;
  if (instruction & 0x08) offset |= std::uint32_t{*at++} << 24;
  if (instruction & 0x10) size = *at++;
  if (instruction & 0x20) size |= std::uint32_t{*at++} << 8;
  if (instruction & 0x40) size |= std::uint32_t{*at++} << 16;
  copy.offset = offset;
  copy.size = size == 0 ? 0x10000 : size;
  return true;
}

}  // namespace

std::optional<DeltaSizes> delta_sizes(std::string_view delta) {
  DeltaSizes sizes;
  const auto base = read_size(delta, sizes.header);
  if (!base) return std::nullopt;
  const auto result = read_size(delta, sizes.header);
  if (!result) return std::nullopt;
  sizes.base = *base;
  sizes.result = *result;
  return sizes;
}

bool delta_makes_its_size(std::string_view delta, const DeltaSizes& sizes) {
  const auto* at = reinterpret_cast<const unsigned char*>(delta.data()) + sizes.header;
  const auto* end = reinterpret_cast<const unsigned char*>(delta.data()) + delta.size();
  std::uint64_t total = 0;
  while (at != end) {
    const unsigned char instruction = *at++;
    if (instruction & 0x80) {
      Copy copy;
      if (!read_copy(instruction, at, end, copy)) return false;
      total += copy.size;
    } else {
      if (instruction == 0 || end - at < instruction) return false;
      total += instruction;
      at += instruction;
    }
  }
  return total == sizes.result;
}

bool apply_delta(std::string_view base, std::string_view delta, const DeltaSizes& sizes,
                 char* out) {
  if (base.size() != sizes.base) return false;
  const auto* at = reinterpret_cast<const unsigned char*>(delta.data()) + sizes.header;
  const auto* end = reinterpret_cast<const unsigned char*>(delta.data()) + delta.size();
  std::uint64_t room = sizes.result;
  while (at != end) {
    const unsigned char instruction = *at++;
    if (instruction & 0x80) {
      Copy copy;
      if (!read_copy(instruction, at, end, copy)) return false;
      if (std::uint64_t{copy.offset} + copy.size > base.size() || copy.size > room) return false;
      std::memcpy(out, base.data() + copy.offset, copy.size);
      out += copy.size;
      room -= copy.size;
    } else {
      if (instruction == 0 || end - at < instruction || instruction > room) return false;
      std::memcpy(out, at, instruction);
      at += instruction;
      out += instruction;
      room -= instruction;
    }
  }
  return room == 0;
}

}  // namespace moongate
