// What stands behind ObjectStore; shared by reading one object (objects.cpp) and all
// (pack_scan.cpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/error.h"
#include "git/objects/object_directories.h"
#include "git/objects/objects.h"
#include "git/objects/pack.h"

namespace moongate {

// Inflated objects, the most recently used ones up to a number of bytes. Thread-safe.
class ObjectCache {
 public:
  explicit ObjectCache(std::size_t capacity) : capacity_(capacity) {}

  std::optional<Object> find(const Pack& pack, std::uint64_t offset);
  void add(const Pack& pack, std::uint64_t offset, const Object& object);

 private:
  struct Key {
    std::uint64_t pack = 0;  // its number
    std::uint64_t offset = 0;
    bool operator==(const Key&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const noexcept {
      return (key.pack << 48 ^ key.offset) * 0x9E3779B97F4A7C15U >> 16;
    }
  };
  struct Slot {
    Key key;
    Object object;
  };

  std::size_t capacity_;
  std::size_t used_ = 0;
  std::mutex mutex_;
  std::list<Slot> slots_;  // the most recently used first
  std::unordered_map<Key, std::list<Slot>::iterator, Hash> by_key_;
};

struct PackPlace {
  std::shared_ptr<const Pack> pack;
  std::uint64_t offset = 0;
};

// How a read came to where it is, when the bases of deltas lie in other packs or loose. Git writes
// no such packs; hand-made ones must not send the reader in circles, or through more combinations
// of damaged copies than it has time for.
struct Nesting {
  int depth = 0;
  int reads_left = 4096;
};

class ObjectStore::Impl {
 public:
  explicit Impl(ObjectStoreOptions options);

  std::optional<Object> read(const Oid& id);
  std::optional<ObjectHeader> header(const Oid& id);
  bool exists(const Oid& id);
  std::vector<Oid> find_prefix(std::string_view hex, std::size_t limit);

  std::shared_ptr<const ObjectDirectories> directories();
  // Lists the directories again, unless that has happened since `seen`.
  void refresh(const std::shared_ptr<const ObjectDirectories>& seen) { rescan(seen, true); }
  const ObjectStoreOptions& options() const { return options_; }

 private:
  // Calls `use_pack(place)` and `use_loose(object)` for each copy of the object until one returns
  // true; a damaged copy is passed over, and its error thrown only when there is no other.
  template <typename UsePack, typename UseLoose>
  bool visit_copies(const Oid& id, bool may_rescan, const UsePack& use_pack,
                    const UseLoose& use_loose);
  template <typename UsePack, typename UseLoose>
  bool visit_copies_in(const ObjectDirectories& all, const Oid& id, const UsePack& use_pack,
                       const UseLoose& use_loose, std::optional<Error>& failure, bool& is_stale);

  std::optional<Object> read(const Oid& id, Nesting& nesting);
  std::optional<ObjectHeader> header(const Oid& id, Nesting& nesting);
  Object read_packed(const PackPlace& place, Nesting& nesting);
  ObjectHeader packed_header(const PackPlace& place, Nesting& nesting);
  // True when something may have changed.
  bool rescan(const std::shared_ptr<const ObjectDirectories>& seen, bool is_forced);

  ObjectStoreOptions options_;
  ObjectCache cache_;
  std::mutex mutex_;  // of directories_
  std::shared_ptr<const ObjectDirectories> directories_;
};

}  // namespace moongate
