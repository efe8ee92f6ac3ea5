#include "git/objects/objects.h"

#include <algorithm>
#include <array>
#include <utility>

#include "git/objects/damage.h"
#include "git/objects/delta.h"
#include "git/objects/inflate.h"
#include "git/objects/loose.h"
#include "git/objects/objects_impl.h"

namespace moongate {

namespace {

// Git writes chains of at most 4095 deltas, fast-import of 8191; what is far longer goes in
// circles.
constexpr std::size_t longest_chain = 100000;
// Packs whose deltas have their bases in each other in turn.
constexpr int deepest_nesting = 64;

// Where the object named by a delta of the same pack begins, if that pack has it.
std::optional<std::uint64_t> base_in_pack(const Pack& pack, const Oid& id) {
  const PackIndex* index = pack.index();
  if (index == nullptr) return std::nullopt;
  const auto position = index->ids().find(id);
  if (!position) return std::nullopt;
  return index->offset(*position);
}

ObjectType type_of(PackEntryKind kind) {
  return static_cast<ObjectType>(kind);
}

// One step down to a base outside of the pack.
class Deeper {
 public:
  Deeper(Nesting& nesting, const Pack& pack, std::uint64_t offset) : nesting_(nesting) {
    if (nesting.depth == deepest_nesting || nesting.reads_left == 0) {
      throw damaged(pack.path(), offset, "deltas have each other as their bases");
    }
    ++nesting_.depth;
    --nesting_.reads_left;
  }
  ~Deeper() { --nesting_.depth; }
  Deeper(const Deeper&) = delete;
  Deeper& operator=(const Deeper&) = delete;

 private:
  Nesting& nesting_;
};

}  // namespace

std::string_view name_of(ObjectType type) {
  switch (type) {
    case ObjectType::commit:
      return "commit";
    case ObjectType::tree:
      return "tree";
    case ObjectType::blob:
      return "blob";
    case ObjectType::tag:
      return "tag";
  }
  return "blob";
}

std::optional<Object> ObjectCache::find(const Pack& pack, std::uint64_t offset) {
  const std::scoped_lock lock(mutex_);
  const auto found = by_key_.find(Key{pack.number(), offset});
  if (found == by_key_.end()) return std::nullopt;
  slots_.splice(slots_.begin(), slots_, found->second);
  return found->second->object;
}

void ObjectCache::add(const Pack& pack, std::uint64_t offset, const Object& object) {
  const std::size_t size = object.bytes->size();
  if (size > capacity_ / 2) return;
  const std::scoped_lock lock(mutex_);
  const Key key{pack.number(), offset};
  if (by_key_.contains(key)) return;
  slots_.push_front(Slot{key, object});
  by_key_.emplace(key, slots_.begin());
  used_ += size;
  while (used_ > capacity_) {
    const Slot& last = slots_.back();
    used_ -= last.object.bytes->size();
    by_key_.erase(last.key);
    slots_.pop_back();
  }
}

ObjectStore::Impl::Impl(ObjectStoreOptions options)
    : options_(std::move(options)), cache_(options_.cache_bytes) {
  auto found = std::make_shared<ObjectDirectories>(
      find_object_directories(options_.directory, options_.alternates));
  for (ObjectDirectory& directory : found->directories) {
    directory = list_packs(directory.path, nullptr, options_.id_size);
  }
  directories_ = std::move(found);
}

std::shared_ptr<const ObjectDirectories> ObjectStore::Impl::directories() {
  const std::scoped_lock lock(mutex_);
  return directories_;
}

bool ObjectStore::Impl::rescan(const std::shared_ptr<const ObjectDirectories>& seen,
                               bool is_forced) {
  const std::scoped_lock lock(mutex_);
  if (directories_ != seen) return true;  // another thread has just done it
  bool has_changed = false;
  auto fresh = std::make_shared<ObjectDirectories>(*directories_);
  for (ObjectDirectory& directory : fresh->directories) {
    if (!is_forced && is_up_to_date(directory)) continue;
    ObjectDirectory listed = list_packs(directory.path, &directory, options_.id_size);
    has_changed |= is_forced || listed.pack_directory_time != directory.pack_directory_time ||
                   listed.packs.size() != directory.packs.size() ||
                   listed.covered_packs.size() != directory.covered_packs.size();
    directory = std::move(listed);
  }
  directories_ = std::move(fresh);
  return has_changed;
}

template <typename UsePack, typename UseLoose>
bool ObjectStore::Impl::visit_copies_in(const ObjectDirectories& all, const Oid& id,
                                        const UsePack& use_pack, const UseLoose& use_loose,
                                        std::optional<Error>& failure, bool& is_stale) {
  const auto try_place = [&](const PackPlace& place) {
    if (!place.pack->open()) {
      is_stale = true;
      return false;
    }
    return use_pack(place);
  };
  const auto try_pack = [&](const std::shared_ptr<const Pack>& pack) {
    try {
      const PackIndex* index = pack->index();
      if (index == nullptr) {
        is_stale = true;
        return false;
      }
      const auto position = index->ids().find(id);
      if (!position) return false;
      // Not within the braces: GCC 12 destroys what is half made there twice when the offset
      // throws.
      const std::uint64_t offset = index->offset(*position);
      return try_place({pack, offset});
    } catch (const Error& error) {
      failure = error;
      return false;
    }
  };
  for (const ObjectDirectory& directory : all.directories) {
    if (directory.multi_pack_index) {
      const auto position = directory.multi_pack_index->ids().find(id);
      if (position) {
        try {
          const auto place = directory.multi_pack_index->place(*position);
          if (!place) {
            throw damaged(directory.path + "/pack/multi-pack-index", "it points beyond its tables");
          }
          if (try_place({directory.covered_packs[place->pack], place->offset})) return true;
        } catch (const Error& error) {
          failure = error;
        }
      }
    }
    for (const auto& pack : directory.packs) {
      if (try_pack(pack)) return true;
    }
  }
  for (const ObjectDirectory& directory : all.directories) {
    try {
      const auto loose = LooseObject::open(loose_path(directory.path, id));
      if (loose && use_loose(*loose)) return true;
    } catch (const Error& error) {
      failure = error;
    }
  }
  if (!failure && !is_stale) return false;
  for (const ObjectDirectory& directory : all.directories) {
    for (const auto& pack : directory.covered_packs) {
      if (try_pack(pack)) return true;
    }
  }
  return false;
}

template <typename UsePack, typename UseLoose>
bool ObjectStore::Impl::visit_copies(const Oid& id, bool may_rescan, const UsePack& use_pack,
                                     const UseLoose& use_loose) {
  if (id.size != options_.id_size) return false;
  for (int attempt = 0;; ++attempt) {
    std::optional<Error> failure;
    bool is_stale = false;
    const auto all = directories();
    if (visit_copies_in(*all, id, use_pack, use_loose, failure, is_stale)) return true;
    if (may_rescan && attempt < 2 && rescan(all, (failure || is_stale) && attempt == 0)) continue;
    if (failure) throw Error(*failure);
    return false;
  }
}

Object ObjectStore::Impl::read_packed(const PackPlace& place, Nesting& nesting) {
  const auto& pack = place.pack;
  struct Link {
    std::uint64_t offset;
    PackEntry entry;
  };
  std::vector<Link> chain;
  std::uint64_t offset = place.offset;
  std::optional<Object> object = cache_.find(*pack, offset);
  while (!object) {
    const PackEntry entry = pack->entry(offset);
    if (!entry.is_delta()) {
      auto bytes = std::make_shared<std::string>();
      if (!inflate_into(pack->compressed(entry), *bytes, entry.size)) {
        throw damaged(pack->path(), offset,
                      "an object's data does not inflate to its declared size");
      }
      object = Object{type_of(entry.kind), std::move(bytes)};
      cache_.add(*pack, offset, *object);
      break;
    }
    if (chain.size() == longest_chain) {
      throw damaged(pack->path(), place.offset, "its deltas go in circles");
    }
    chain.push_back({offset, entry});
    if (entry.kind == PackEntryKind::offset_delta) {
      offset = entry.base_offset;
    } else {
      const Oid base = Oid::from_raw(entry.base_id, options_.id_size);
      const auto base_offset = base_in_pack(*pack, base);
      if (!base_offset) {
        const Deeper deeper(nesting, *pack, offset);
        object = read(base, nesting);
        if (!object)
          throw damaged(pack->path(), offset, "a delta's base " + base.hex() + " is missing");
        break;
      }
      offset = *base_offset;
    }
    object = cache_.find(*pack, offset);
  }
  std::string delta;
  while (!chain.empty()) {
    const Link link = chain.back();
    chain.pop_back();
    if (!inflate_into(pack->compressed(link.entry), delta, link.entry.size)) {
      throw damaged(pack->path(), link.offset,
                    "a delta's data does not inflate to its declared size");
    }
    const auto sizes = delta_sizes(delta);
    if (!sizes || !delta_makes_its_size(delta, *sizes)) {
      throw damaged(pack->path(), link.offset, "a delta does not make what it declares");
    }
    auto bytes = std::make_shared<std::string>();
    bytes->resize(sizes->result);
    if (!apply_delta(*object->bytes, delta, *sizes, bytes->data())) {
      throw damaged(pack->path(), link.offset, "a delta does not fit its base");
    }
    object->bytes = std::move(bytes);
    cache_.add(*pack, link.offset, *object);
  }
  return *object;
}

ObjectHeader ObjectStore::Impl::packed_header(const PackPlace& place, Nesting& nesting) {
  const Pack& pack = *place.pack;
  std::uint64_t offset = place.offset;
  PackEntry entry = pack.entry(offset);
  ObjectHeader header;
  header.size = entry.size;
  if (entry.is_delta()) {
    std::array<char, 20> start{};
    const std::size_t length = inflate_prefix(pack.compressed(entry), start.data(), start.size());
    const auto sizes = delta_sizes({start.data(), length});
    if (!sizes) throw damaged(pack.path(), offset, "a delta declares no sizes");
    header.size = sizes->result;
  }
  for (std::size_t steps = 0; entry.is_delta(); ++steps) {
    if (steps == longest_chain) {
      throw damaged(pack.path(), place.offset, "its deltas go in circles");
    }
    if (entry.kind == PackEntryKind::offset_delta) {
      offset = entry.base_offset;
    } else {
      const Oid base = Oid::from_raw(entry.base_id, options_.id_size);
      const auto base_offset = base_in_pack(pack, base);
      if (!base_offset) {
        const Deeper deeper(nesting, pack, offset);
        const auto found = this->header(base, nesting);
        if (!found)
          throw damaged(pack.path(), offset, "a delta's base " + base.hex() + " is missing");
        header.type = found->type;
        return header;
      }
      offset = *base_offset;
    }
    entry = pack.entry(offset);
  }
  header.type = type_of(entry.kind);
  return header;
}

std::optional<Object> ObjectStore::Impl::read(const Oid& id) {
  Nesting nesting;
  return read(id, nesting);
}

std::optional<ObjectHeader> ObjectStore::Impl::header(const Oid& id) {
  Nesting nesting;
  return header(id, nesting);
}

std::optional<Object> ObjectStore::Impl::read(const Oid& id, Nesting& nesting) {
  std::optional<Object> object;
  try {
    visit_copies(
        id, nesting.depth == 0,
        [&](const PackPlace& place) {
          object = read_packed(place, nesting);
          return true;
        },
        [&](const LooseObject& loose) {
          object = Object{loose.header().type, loose.read()};
          return true;
        });
  } catch (const std::bad_alloc&) {
    throw Error(
        ProblemKind::repository, "there is not enough memory to read object " + id.hex(),
        "give this process more memory, or check whether the object is meant to be so large");
  } catch (const std::length_error&) {
    throw Error(ProblemKind::repository, "object " + id.hex() + " is larger than any memory",
                "run `git fsck --full` to see whether it is damaged");
  }
  return object;
}

std::optional<ObjectHeader> ObjectStore::Impl::header(const Oid& id, Nesting& nesting) {
  std::optional<ObjectHeader> header;
  visit_copies(
      id, nesting.depth == 0,
      [&](const PackPlace& place) {
        header = packed_header(place, nesting);
        return true;
      },
      [&](const LooseObject& loose) {
        header = loose.header();
        return true;
      });
  return header;
}

bool ObjectStore::Impl::exists(const Oid& id) {
  return visit_copies(
      id, true, [](const PackPlace&) { return true; }, [](const LooseObject&) { return true; });
}

std::vector<Oid> ObjectStore::Impl::find_prefix(std::string_view hex, std::size_t limit) {
  std::vector<Oid> found;
  const std::size_t digits = options_.id_size * 2;
  if (hex.size() < 4 || hex.size() > digits) return found;
  std::string padded(hex);
  padded.resize(digits, '0');
  const auto low = Oid::from_hex(padded);
  if (!low) return found;
  std::fill(padded.begin() + static_cast<std::ptrdiff_t>(hex.size()), padded.end(), 'f');
  const Oid high = *Oid::from_hex(padded);

  const auto add_from = [&](const IdTable& ids) {
    if (ids.size() == 0) return;
    std::size_t taken = 0;
    for (std::uint32_t i = ids.lower_bound(low->raw.data()); i < ids.size() && taken < limit; ++i) {
      const Oid id = ids.id(i);
      if (high < id) break;
      found.push_back(id);
      ++taken;
    }
  };
  for (auto all = directories();;) {
    for (const ObjectDirectory& directory : all->directories) {
      if (directory.multi_pack_index) add_from(directory.multi_pack_index->ids());
      for (const auto& pack : directory.packs) {
        if (const PackIndex* index = pack->index()) add_from(index->ids());
      }
      for (const Oid& id : loose_ids(directory.path, low->raw[0], options_.id_size)) {
        if (!(id < *low) && !(high < id)) found.push_back(id);
      }
    }
    if (!found.empty() || !rescan(all, false)) break;
    all = directories();
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  if (found.size() > limit) found.resize(limit);
  return found;
}

ObjectStore::ObjectStore(ObjectStoreOptions options)
    : impl_(std::make_shared<Impl>(std::move(options))) {}
ObjectStore::~ObjectStore() = default;
ObjectStore::ObjectStore(const ObjectStore&) = default;
ObjectStore& ObjectStore::operator=(const ObjectStore&) = default;
ObjectStore::ObjectStore(ObjectStore&&) noexcept = default;
ObjectStore& ObjectStore::operator=(ObjectStore&&) noexcept = default;

std::size_t ObjectStore::id_size() const {
  return impl_->options().id_size;
}
std::optional<Object> ObjectStore::read(const Oid& id) const {
  return impl_->read(id);
}
std::optional<ObjectHeader> ObjectStore::header(const Oid& id) const {
  return impl_->header(id);
}
bool ObjectStore::exists(const Oid& id) const {
  return impl_->exists(id);
}

std::vector<Oid> ObjectStore::find_prefix(std::string_view hex, std::size_t limit) const {
  return impl_->find_prefix(hex, limit);
}

std::vector<std::string> ObjectStore::missing_alternates() const {
  return impl_->directories()->missing;
}

}  // namespace moongate
