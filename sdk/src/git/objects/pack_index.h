// Which objects a pack holds and where: `pack-….idx` (versions 1 and 2) and `multi-pack-index`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/oid.h"
#include "files/mapped_file.h"

namespace moongate {

// A sorted table of ids with Git's 256-way fan-out in front, as both file formats have it.
class IdTable {
 public:
  IdTable() = default;
  // `stride`: bytes from one id to the next. The fan-out must already have been checked.
  IdTable(const unsigned char* fanout, const unsigned char* ids, std::size_t stride,
          std::size_t id_size);

  std::uint32_t size() const { return size_; }
  const unsigned char* bytes(std::uint32_t position) const {
    return ids_ + std::size_t{position} * stride_;
  }
  Oid id(std::uint32_t position) const { return Oid::from_raw(bytes(position), id_size_); }
  // The first position of ids that begin with this byte; `first(256)` is size().
  std::uint32_t first(unsigned byte) const;
  std::optional<std::uint32_t> find(const Oid& id) const;
  // The first position whose id is not less than the given bytes (of which there are id_size).
  std::uint32_t lower_bound(const unsigned char* id) const;

 private:
  const unsigned char* fanout_ = nullptr;
  const unsigned char* ids_ = nullptr;
  std::size_t stride_ = 0, id_size_ = 0;
  std::uint32_t size_ = 0;
};

class PackIndex {
 public:
  // nullopt when there is no such file; throws Error(repository) when it is damaged.
  static std::optional<PackIndex> open(const std::string& path, std::size_t id_size);

  const IdTable& ids() const { return ids_; }
  // Where in the pack the object at this position begins; not yet checked against the pack's size.
  std::uint64_t offset(std::uint32_t position) const;
  // The pack's own checksum, as the index recorded it; id_size bytes.
  const unsigned char* pack_checksum() const;

 private:
  std::string path_;
  MappedFile file_;
  IdTable ids_;
  std::size_t id_size_ = 20;
  const unsigned char* offsets_ = nullptr;
  const unsigned char* large_offsets_ = nullptr;  // nullptr in version 1
  std::uint64_t large_count_ = 0;
};

class MultiPackIndex {
 public:
  // nullopt when there is none, or one that cannot be used (another version or hash, a part of a
  // chain, damaged): the packs' own indexes hold the same and more, so Git too goes on without it.
  static std::optional<MultiPackIndex> open(const std::string& path, std::size_t id_size);

  struct Place {
    std::uint32_t pack = 0;  // into pack_names()
    std::uint64_t offset = 0;
  };

  const IdTable& ids() const { return ids_; }
  const std::vector<std::string>& pack_names() const { return pack_names_; }  // "pack-….idx"
  std::optional<Place> place(std::uint32_t position) const;                   // nullopt: damaged

 private:
  MappedFile file_;
  IdTable ids_;
  std::vector<std::string> pack_names_;
  const unsigned char* offsets_ = nullptr;
  const unsigned char* large_offsets_ = nullptr;
  std::uint64_t large_count_ = 0;
};

}  // namespace moongate
