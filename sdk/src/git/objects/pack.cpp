#include "git/objects/pack.h"

#include <cstring>
#include <utility>

#include "git/objects/big_endian.h"
#include "git/objects/damage.h"
#include "git/objects/inflate.h"

namespace moongate {

namespace {

constexpr std::uint64_t header_bytes = 12;

}  // namespace

Pack::Pack(std::string path, std::size_t id_size) : path_(std::move(path)), id_size_(id_size) {
  static std::atomic<std::uint64_t> packs{0};
  number_ = packs++;
}

const PackIndex* Pack::index() const {
  if (!index_is_known_.load(std::memory_order_acquire)) {
    const std::scoped_lock lock(opening_);
    if (!index_is_known_.load(std::memory_order_relaxed)) {
      index_ = PackIndex::open(path_.substr(0, path_.size() - 5) + ".idx", id_size_);
      index_is_known_.store(true, std::memory_order_release);
    }
  }
  return index_ ? &*index_ : nullptr;
}

bool Pack::open() const {
  if (is_open_.load(std::memory_order_acquire)) return true;
  const PackIndex* pack_index = index();
  const std::scoped_lock lock(opening_);
  if (is_open_.load(std::memory_order_relaxed)) return true;
  auto file = MappedFile::open(path_);
  if (!file) return false;
  const unsigned char* data = file->data();
  if (file->size() < header_bytes + id_size_ || std::memcmp(data, "PACK", 4) != 0) {
    throw damaged(path_, "it does not begin as a pack does");
  }
  const std::uint32_t version = read_be32(data + 4);
  if (version != 2 && version != 3) {
    throw Error(ProblemKind::repository,
                path_ + " is a pack of version " + std::to_string(version) +
                    ", and this reader knows versions 2 and 3",
                "run `git repack -ad` with a Git that writes version 2");
  }
  end_ = file->size() - id_size_;
  if (pack_index != nullptr) {
    if (std::memcmp(data + end_, pack_index->pack_checksum(), id_size_) != 0) {
      throw damaged(path_, "its index describes another pack, or it was cut short");
    }
    if (read_be32(data + 8) != pack_index->ids().size()) {
      throw damaged(path_, "it says that it holds " + std::to_string(read_be32(data + 8)) +
                               " objects, its index " + std::to_string(pack_index->ids().size()));
    }
  }
  file_ = std::move(*file);
  is_open_.store(true, std::memory_order_release);
  return true;
}

PackEntry Pack::entry(std::uint64_t offset) const {
  if (offset < header_bytes || offset >= end_) {
    throw damaged(path_, offset, "an object is said to begin where the pack has none");
  }
  const unsigned char* data = file_.data();
  std::uint64_t at = offset;
  unsigned char byte = data[at++];
  PackEntry entry;
  entry.kind = static_cast<PackEntryKind>(byte >> 4 & 7);
  entry.size = byte & 15;
  for (unsigned shift = 4; (byte & 0x80) != 0; shift += 7) {
    if (at >= end_ || shift > 57) throw damaged(path_, offset, "an object's size has no end");
    byte = data[at++];
    entry.size |= std::uint64_t{byte & 0x7fU} << shift;
  }
  switch (entry.kind) {
    case PackEntryKind::commit:
    case PackEntryKind::tree:
    case PackEntryKind::blob:
    case PackEntryKind::tag:
      break;
    case PackEntryKind::offset_delta: {
      std::uint64_t distance = 0;
      for (bool is_first = true;; is_first = false) {
        if (at >= end_ || distance >> 56 != 0) {
          throw damaged(path_, offset, "a delta's distance to its base has no end");
        }
        byte = data[at++];
        distance = is_first ? byte & 0x7fU : (distance + 1) << 7 | (byte & 0x7fU);
        if ((byte & 0x80) == 0) break;
      }
      if (distance == 0 || distance > offset - header_bytes) {
        throw damaged(path_, offset, "a delta's base lies outside of the pack");
      }
      entry.base_offset = offset - distance;
      break;
    }
    case PackEntryKind::id_delta:
      if (end_ - at < id_size_) throw damaged(path_, offset, "a delta's base has no id");
      entry.base_id = data + at;
      at += id_size_;
      break;
    default:
      throw damaged(path_, offset, "an object is of no known kind");
  }
  entry.data_offset = at;
  if (!plausible_size(end_ - at, entry.size)) {
    throw damaged(path_, offset, "an object declares more bytes than its data can hold");
  }
  return entry;
}

void Pack::inflate(std::uint64_t offset, const PackEntry& entry, char* out) const {
  if (!inflate_exactly(compressed(entry), out, entry.size)) {
    throw damaged(path_, offset, "an object's data does not inflate to its declared size");
  }
}

}  // namespace moongate
