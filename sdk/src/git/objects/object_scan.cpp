// ObjectStore::for_each_object: which packs there are, what they have in common, and what is loose.
#include <algorithm>
#include <atomic>
#include <cstring>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "git/objects/damage.h"
#include "git/objects/loose.h"
#include "git/objects/objects_impl.h"
#include "git/objects/pack_graph.h"
#include "git/objects/pack_walk.h"

namespace moongate {

namespace {

// Every pack, opened, so that none can be removed under the scan; nullopt: one is already gone.
std::optional<std::vector<PackSource>> open_packs(const ObjectDirectories& all) {
  std::vector<PackSource> sources;
  const auto add_indexed = [&](const std::shared_ptr<const Pack>& pack) {
    PackSource source;
    source.pack = pack;
    source.ids = &pack->index()->ids();
    source.offset = [index = pack->index()](std::uint32_t position) {
      return index->offset(position);
    };
    sources.push_back(std::move(source));
  };
  for (const ObjectDirectory& directory : all.directories) {
    for (const auto& pack : directory.packs) {
      if (pack->index() == nullptr || !pack->open()) return std::nullopt;
      add_indexed(pack);
    }
    for (std::uint32_t number = 0; number < directory.covered_packs.size(); ++number) {
      const auto& pack = directory.covered_packs[number];
      if (!pack->open()) return std::nullopt;
      if (pack->index() != nullptr) {
        add_indexed(pack);
        continue;
      }
      PackSource source;
      source.pack = pack;
      source.ids = &directory.multi_pack_index->ids();
      source.offset = [index = directory.multi_pack_index, &directory](std::uint32_t position) {
        const auto place = index->place(position);
        if (!place) {
          throw damaged(directory.path + "/pack/multi-pack-index", "it points beyond its tables");
        }
        return place->offset;
      };
      for (std::uint32_t i = 0; i < source.ids->size(); ++i) {
        const auto place = directory.multi_pack_index->place(i);
        if (place && place->pack == number) source.positions.push_back(i);
      }
      if (!source.positions.empty()) sources.push_back(std::move(source));
    }
  }
  // The largest first, so that what is in several packs is read where most of its group is.
  std::stable_sort(sources.begin(), sources.end(), [](const PackSource& a, const PackSource& b) {
    return a.pack->end() > b.pack->end();
  });
  return sources;
}

// Of every id that is listed more than once, all places but the first are marked.
void mark_duplicates(std::vector<PackSource>& sources, std::size_t id_size) {
  struct Listed {
    const unsigned char* id;
    std::uint32_t source, position;
  };
  std::vector<Listed> bucket;
  for (PackSource& source : sources) source.is_duplicate.assign(source.ids->size(), false);
  for (unsigned byte = 0; byte < 256; ++byte) {
    bucket.clear();
    for (std::uint32_t number = 0; number < sources.size(); ++number) {
      const PackSource& source = sources[number];
      const std::uint32_t end = source.ids->first(byte + 1);
      std::uint32_t begin = source.ids->first(byte);
      if (source.positions.empty()) {
        for (; begin < end; ++begin) bucket.push_back({source.ids->bytes(begin), number, begin});
        continue;
      }
      auto position = std::lower_bound(source.positions.begin(), source.positions.end(), begin);
      for (; position != source.positions.end() && *position < end; ++position) {
        bucket.push_back({source.ids->bytes(*position), number, *position});
      }
    }
    if (sources.size() > 1) {
      std::stable_sort(bucket.begin(), bucket.end(), [&](const Listed& a, const Listed& b) {
        return std::memcmp(a.id, b.id, id_size) < 0;
      });
    }
    for (std::size_t i = 1; i < bucket.size(); ++i) {
      if (std::memcmp(bucket[i - 1].id, bucket[i].id, id_size) == 0) {
        sources[bucket[i].source].is_duplicate[bucket[i].position] = true;
      }
    }
  }
}

std::vector<Oid> loose_objects(const ObjectDirectories& all, const std::vector<PackSource>& packs,
                               std::size_t id_size) {
  std::vector<Oid> ids;
  for (const ObjectDirectory& directory : all.directories) {
    for (unsigned first = 0; first < 256; ++first) {
      for (const Oid& id : loose_ids(directory.path, first, id_size)) {
        const bool is_packed = std::any_of(packs.begin(), packs.end(), [&](const PackSource& pack) {
          return pack.ids->find(id).has_value();
        });
        if (!is_packed) ids.push_back(id);
      }
    }
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

void visit_loose(std::vector<Oid> ids, ObjectStore::Impl& store, const ScanOptions& options,
                 int threads, const ObjectVisitor& visit) {
  const ObjectTypes& types = options.types;
  const bool takes_all = types.commits && types.trees && types.blobs && types.tags;
  if (!takes_all || options.wanted) {
    std::erase_if(ids, [&](const Oid& id) {
      const auto header = store.header(id);
      return !header || !types.has(header->type) ||
             (options.wanted && !options.wanted(id, header->type));
    });
  }
  std::atomic<std::size_t> next{0};
  std::atomic<bool> has_failed{false};
  std::mutex mutex;
  std::exception_ptr failure;
  const auto work = [&] {
    try {
      for (std::size_t i = next++; i < ids.size() && !has_failed; i = next++) {
        // Gone since it was listed: pruned, or packed, in which case the store finds the pack.
        if (const auto object = store.read(ids[i])) visit(ids[i], object->type, *object->bytes);
      }
    } catch (...) {
      const std::scoped_lock lock(mutex);
      if (!failure) failure = std::current_exception();
      has_failed = true;
    }
  };
  {
    std::vector<std::jthread> others;
    for (int i = 1; i < threads && ids.size() > 64; ++i) others.emplace_back(work);
    work();
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace

void ObjectStore::for_each_object(const ScanOptions& options, const ObjectVisitor& visit) const {
  constexpr std::size_t objects_worth_a_thread = 2000;
  const int threads = options.threads > 0
                          ? options.threads
                          : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  std::shared_ptr<const ObjectDirectories> all;
  std::optional<std::vector<PackSource>> packs;
  for (int attempt = 0; !packs; ++attempt) {
    all = impl_->directories();
    if (attempt > 0) {
      impl_->refresh(all);
      all = impl_->directories();
    }
    if (attempt == 8) {
      throw Error(ProblemKind::repository,
                  "packs keep disappearing from " + impl_->options().directory,
                  "wait until the other process that repacks this repository has finished");
    }
    packs = open_packs(*all);
  }
  // Before the packs are read: what is packed and unpacked meanwhile is seen in either place.
  std::vector<Oid> loose = loose_objects(*all, *packs, impl_->options().id_size);
  mark_duplicates(*packs, impl_->options().id_size);
  for (PackSource& source : *packs) {
    const PackGraph graph(source, *impl_, options);
    const bool is_large = source.is_duplicate.size() >= objects_worth_a_thread;
    walk_pack(graph, *impl_, options, is_large ? threads : 1, visit);
    source.is_duplicate = {};
    source.positions = {};
  }
  visit_loose(std::move(loose), *impl_, options, threads, visit);
}

}  // namespace moongate
