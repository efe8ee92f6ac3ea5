#include "git/objects/pack_index.h"

#include <cstring>
#include <utility>

#include "git/objects/big_endian.h"
#include "git/objects/damage.h"

namespace moongate {

namespace {

constexpr std::size_t fanout_bytes = 256 * 4;
constexpr std::uint32_t large_offset_bit = 0x80000000U;

bool fanout_rises(const unsigned char* fanout) {
  std::uint32_t before = 0;
  for (std::size_t i = 0; i < 256; ++i) {
    const std::uint32_t count = read_be32(fanout + i * 4);
    if (count < before) return false;
    before = count;
  }
  return true;
}

}  // namespace

IdTable::IdTable(const unsigned char* fanout, const unsigned char* ids, std::size_t stride,
                 std::size_t id_size)
    : fanout_(fanout),
      ids_(ids),
      stride_(stride),
      id_size_(id_size),
      size_(read_be32(fanout + std::size_t{255} * 4)) {}

std::uint32_t IdTable::first(unsigned byte) const {
  return byte == 0 || fanout_ == nullptr ? 0 : read_be32(fanout_ + std::size_t{byte - 1} * 4);
}

// Ids are hashes: where one stands within its first byte's range follows from its next bytes, but
// for a few places. A table that was made otherwise only costs the usual search.
std::uint32_t IdTable::lower_bound(const unsigned char* id) const {
  std::uint32_t low = first(id[0]);
  std::uint32_t high = first(id[0] + 1U);
  const auto is_before = [&](std::uint32_t position) {
    return std::memcmp(bytes(position), id, id_size_) < 0;
  };
  if (high - low > 16) {
    const auto guess =
        low + static_cast<std::uint32_t>(std::uint64_t{high - low} * read_be32(id + 1) >> 32);
    // Four times as far each time; a table has less than 2^32 places.
    std::uint64_t step = 8;
    if (is_before(guess)) {
      low = guess + 1;
      while (high - low > step && is_before(low + static_cast<std::uint32_t>(step))) {
        low += static_cast<std::uint32_t>(step) + 1;
        step *= 4;
      }
      if (high - low > step) high = low + static_cast<std::uint32_t>(step);
    } else {
      high = guess;
      while (high - low > step && !is_before(high - static_cast<std::uint32_t>(step))) {
        high -= static_cast<std::uint32_t>(step);
        step *= 4;
      }
      if (high - low > step) low = high - static_cast<std::uint32_t>(step) + 1;
    }
  }
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (is_before(middle)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

std::optional<std::uint32_t> IdTable::find(const Oid& id) const {
  if (size_ == 0 || id.size != id_size_) return std::nullopt;
  const std::uint32_t position = lower_bound(id.raw.data());
  if (position == size_ || std::memcmp(bytes(position), id.raw.data(), id_size_) != 0) {
    return std::nullopt;
  }
  return position;
}

std::optional<PackIndex> PackIndex::open(const std::string& path, std::size_t id_size) {
  auto file = MappedFile::open(path);
  if (!file) return std::nullopt;
  PackIndex index;
  index.path_ = path;
  index.file_ = std::move(*file);
  index.id_size_ = id_size;
  const unsigned char* data = index.file_.data();
  const std::uint64_t size = index.file_.size();
  if (size < 8 + fanout_bytes + 2 * id_size)
    throw damaged(path, "it is too short for a pack index");

  const bool has_magic = std::memcmp(data, "\377tOc", 4) == 0;
  if (has_magic && read_be32(data + 4) != 2) {
    throw Error(ProblemKind::repository,
                path + " is a pack index of version " + std::to_string(read_be32(data + 4)) +
                    ", and this reader knows versions 1 and 2",
                "run `git repack -ad` with a Git that writes version 2");
  }
  const unsigned char* fanout = has_magic ? data + 8 : data;
  if (!fanout_rises(fanout)) throw damaged(path, "its fan-out table is out of order");
  const std::uint64_t count = read_be32(fanout + std::size_t{255} * 4);
  const unsigned char* table = fanout + fanout_bytes;
  if (!has_magic) {
    if (size != fanout_bytes + count * (4 + id_size) + 2 * id_size) {
      throw damaged(path, "its size does not fit its number of objects");
    }
    index.offsets_ = table;
    index.ids_ = IdTable(fanout, table + 4, 4 + id_size, id_size);
    return index;
  }
  const std::uint64_t fixed = 8 + fanout_bytes + count * (id_size + 8) + 2 * id_size;
  if (size < fixed || (size - fixed) % 8 != 0 || (size - fixed) / 8 > count) {
    throw damaged(path, "its size does not fit its number of objects");
  }
  index.ids_ = IdTable(fanout, table, id_size, id_size);
  index.offsets_ = table + count * (id_size + 4);
  index.large_offsets_ = index.offsets_ + count * 4;
  index.large_count_ = (size - fixed) / 8;
  return index;
}

std::uint64_t PackIndex::offset(std::uint32_t position) const {
  if (large_offsets_ == nullptr) {
    return read_be32(offsets_ + std::size_t{position} * (4 + id_size_));
  }
  const std::uint32_t offset = read_be32(offsets_ + std::size_t{position} * 4);
  if ((offset & large_offset_bit) == 0) return offset;
  const std::uint32_t large = offset & ~large_offset_bit;
  if (large >= large_count_) throw damaged(path_, "an offset points beyond its table");
  return read_be64(large_offsets_ + std::size_t{large} * 8);
}

const unsigned char* PackIndex::pack_checksum() const {
  return file_.data() + file_.size() - 2 * id_size_;
}

std::optional<MultiPackIndex> MultiPackIndex::open(const std::string& path, std::size_t id_size) {
  auto file = MappedFile::open(path);
  if (!file) return std::nullopt;
  MultiPackIndex index;
  index.file_ = std::move(*file);
  const unsigned char* data = index.file_.data();
  const std::uint64_t size = index.file_.size();
  constexpr std::uint64_t header = 12;
  if (size < header + 12 + id_size || std::memcmp(data, "MIDX", 4) != 0) return std::nullopt;
  const bool is_known = data[4] == 1 && data[5] == (id_size == 20 ? 1 : 2) && data[7] == 0;
  if (!is_known) return std::nullopt;
  const std::uint64_t chunks = data[6];
  const std::uint32_t packs = read_be32(data + 8);
  if (header + (chunks + 1) * 12 + id_size > size) return std::nullopt;

  const auto chunk = [&](std::string_view name, std::uint64_t& length) -> const unsigned char* {
    for (std::uint64_t i = 0; i < chunks; ++i) {
      const unsigned char* row = data + header + i * 12;
      if (std::memcmp(row, name.data(), 4) != 0) continue;
      const std::uint64_t begin = read_be64(row + 4);
      const std::uint64_t end = read_be64(row + 16);
      if (begin > end || end > size - id_size) return nullptr;
      length = end - begin;
      return data + begin;
    }
    return nullptr;
  };
  std::uint64_t names_size = 0;
  std::uint64_t fanout_size = 0;
  std::uint64_t ids_size = 0;
  std::uint64_t offsets_size = 0;
  std::uint64_t large_size = 0;
  const unsigned char* names = chunk("PNAM", names_size);
  const unsigned char* fanout = chunk("OIDF", fanout_size);
  const unsigned char* ids = chunk("OIDL", ids_size);
  index.offsets_ = chunk("OOFF", offsets_size);
  index.large_offsets_ = chunk("LOFF", large_size);
  index.large_count_ = large_size / 8;
  if (names == nullptr || fanout == nullptr || ids == nullptr || index.offsets_ == nullptr ||
      fanout_size != fanout_bytes || !fanout_rises(fanout)) {
    return std::nullopt;
  }
  const std::uint64_t count = read_be32(fanout + std::size_t{255} * 4);
  if (ids_size != count * id_size || offsets_size != count * 8) return std::nullopt;
  index.ids_ = IdTable(fanout, ids, id_size, id_size);

  std::string_view rest(reinterpret_cast<const char*>(names), names_size);
  for (std::uint32_t i = 0; i < packs; ++i) {
    const std::size_t end = rest.find('\0');
    if (end == std::string_view::npos || end == 0) return std::nullopt;
    const std::string_view name = rest.substr(0, end);
    if (name.find('/') != std::string_view::npos) return std::nullopt;
    index.pack_names_.emplace_back(name);
    rest.remove_prefix(end + 1);
  }
  return index;
}

std::optional<MultiPackIndex::Place> MultiPackIndex::place(std::uint32_t position) const {
  const unsigned char* row = offsets_ + std::size_t{position} * 8;
  Place place;
  place.pack = read_be32(row);
  const std::uint32_t offset = read_be32(row + 4);
  place.offset = offset;
  if (place.pack >= pack_names_.size()) return std::nullopt;
  // Without a table of large offsets the bit is part of the number.
  if (large_offsets_ != nullptr && (offset & large_offset_bit) != 0) {
    const std::uint32_t large = offset & ~large_offset_bit;
    if (large >= large_count_) return std::nullopt;
    place.offset = read_be64(large_offsets_ + std::size_t{large} * 8);
  }
  return place;
}

}  // namespace moongate
