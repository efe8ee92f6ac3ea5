// One pack file: where its objects begin and what stands there. It resolves no deltas: their bases
// may lie elsewhere, and how to hold what is inflated differs between reading one object and all.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/oid.h"
#include "files/mapped_file.h"
#include "git/objects/objects.h"
#include "git/objects/pack_index.h"

namespace moongate {

enum class PackEntryKind : std::uint8_t {
  commit = 1,
  tree = 2,
  blob = 3,
  tag = 4,
  offset_delta = 6,  // against an object further up in the same pack
  id_delta = 7,      // against an object named by its id
};

struct PackEntry {
  PackEntryKind kind = PackEntryKind::blob;
  std::uint64_t size = 0;                  // of the inflated data: for a delta, of the delta itself
  std::uint64_t data_offset = 0;           // where the compressed data begins
  std::uint64_t base_offset = 0;           // offset_delta
  const unsigned char* base_id = nullptr;  // id_delta

  bool is_delta() const {
    return kind == PackEntryKind::offset_delta || kind == PackEntryKind::id_delta;
  }
};

// Opened as needed, once, by whichever thread comes first.
class Pack {
 public:
  // `path`: of the .pack file; the index is the .idx file next to it.
  Pack(std::string path, std::size_t id_size);

  const std::string& path() const { return path_; }
  // No other pack of this process has or had it, as could be said of an address.
  std::uint64_t number() const { return number_; }
  bool is_open() const { return is_open_.load(std::memory_order_acquire); }

  // The index; nullptr when the file is gone. Throws Error(repository) when it is damaged.
  const PackIndex* index() const;

  // False when the pack is gone (repacked by another process since the directory was listed).
  // Throws Error(repository) when it is damaged or is not the pack that its index describes. To be
  // called, and to have returned true, before what follows.
  bool open() const;

  // Both throw Error(repository) on damage.
  PackEntry entry(std::uint64_t offset) const;
  void inflate(std::uint64_t offset, const PackEntry& entry, char* out) const;

  std::span<const unsigned char> compressed(const PackEntry& entry) const {
    return {file_.data() + entry.data_offset, end_ - entry.data_offset};
  }
  std::uint64_t end() const { return end_; }  // where the last object ends

 private:
  std::string path_;
  std::size_t id_size_;
  std::uint64_t number_;
  mutable std::mutex opening_;
  mutable std::atomic<bool> index_is_known_{false};
  mutable std::optional<PackIndex> index_;
  mutable std::atomic<bool> is_open_{false};
  mutable MappedFile file_;
  mutable std::uint64_t end_ = 0;
};

}  // namespace moongate
