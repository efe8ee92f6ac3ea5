// Git's object database, read only: packs (by index or multi-pack-index), loose objects,
// alternates.
//
// Files are mapped, not copied; a file's size is taken once, when it is opened. A pack that another
// process truncates *in place* while it is being read would raise SIGBUS, as it does in Git itself:
// Git never does that (it writes next to, renames, unlinks), and an unlinked file stays mapped.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/change.h"
#include "core/oid.h"

namespace moongate {

enum class ObjectType : std::uint8_t { commit = 1, tree = 2, blob = 3, tag = 4 };

std::string_view name_of(ObjectType type);

struct ObjectHeader {
  ObjectType type = ObjectType::blob;
  std::uint64_t size = 0;  // bytes, inflated
};

struct Object {
  ObjectType type = ObjectType::blob;
  Bytes bytes;  // never null
};

struct ObjectTypes {
  bool commits = true, trees = true, blobs = true, tags = true;

  bool has(ObjectType type) const {
    switch (type) {
      case ObjectType::commit:
        return commits;
      case ObjectType::tree:
        return trees;
      case ObjectType::blob:
        return blobs;
      case ObjectType::tag:
        return tags;
    }
    return false;
  }
  static ObjectTypes only_blobs() { return {false, false, true, false}; }
};

struct ObjectStoreOptions {
  // The `objects` directory (in a quarantine: GIT_OBJECT_DIRECTORY).
  std::string directory;
  // Further directories, searched after it: GIT_ALTERNATE_OBJECT_DIRECTORIES, split by the caller.
  // The directories that `info/alternates` names are found by the store itself, in every directory,
  // five deep as in Git; a directory that does not exist is left out, as Git does.
  std::vector<std::string> alternates;
  std::size_t id_size = 20;  // 20: SHA-1, 32: SHA-256
  // Inflated objects kept for `read`: bases of further deltas, and what is asked for twice (the new
  // side of a commit is the old side of a later one).
  std::size_t cache_bytes = std::size_t{64} << 20;
};

struct ScanOptions {
  ObjectTypes types;  // others are not inflated (unless they are the base of one that is)
  int threads = 1;    // 0: as many as the machine has processors
  // Asked once for every object of a wanted type, before anything is inflated, from one thread;
  // false leaves it out. Empty: everything. (For example: only what is reachable.)
  std::function<bool(const Oid&, ObjectType)> wanted;
  // Inflated bytes held at once, over all threads, besides the largest object: what exceeds it is
  // dropped and inflated again when its turn comes.
  std::size_t memory_bytes = std::size_t{128} << 20;
};

// Called from `threads` threads at once, in no particular order; `bytes` are valid during the call
// only. What it throws ends the scan and is thrown again by `for_each_object`.
using ObjectVisitor = std::function<void(const Oid& id, ObjectType type, std::string_view bytes)>;

// Thread-safe. Copies share what is open. All throw Error(repository), naming the file, the offset
// and the help, where an object is there but cannot be read and there is no second copy of it.
class ObjectStore {
 public:
  // Throws Error(repository) when the directory cannot be opened.
  explicit ObjectStore(ObjectStoreOptions options);
  ~ObjectStore();
  ObjectStore(const ObjectStore&);
  ObjectStore& operator=(const ObjectStore&);
  ObjectStore(ObjectStore&&) noexcept;
  ObjectStore& operator=(ObjectStore&&) noexcept;

  std::size_t id_size() const;

  // nullopt: no such object here (in a partial clone it may be had by fetching). Packs that came
  // after the store was opened are found: a miss looks at the directories again before it is
  // believed.
  std::optional<Object> read(const Oid& id) const;
  std::optional<ObjectHeader> header(const Oid& id) const;  // inflates a few bytes at most
  bool exists(const Oid& id) const;

  // All ids that begin with these hexadecimal digits (at least 4), sorted, at most `limit` of them.
  std::vector<Oid> find_prefix(std::string_view hex, std::size_t limit = 16) const;

  // Directories that an alternates file names and that do not exist: whose objects are then
  // missing.
  std::vector<std::string> missing_alternates() const;

  // Every stored object exactly once, wherever and however often it is stored. Each is inflated
  // once: deltas are followed from their bases outwards.
  void for_each_object(const ScanOptions& options, const ObjectVisitor& visit) const;

  class Impl;  // internal

 private:
  std::shared_ptr<Impl> impl_;
};

}  // namespace moongate
