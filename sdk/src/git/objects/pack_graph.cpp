#include "git/objects/pack_graph.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "git/objects/damage.h"

namespace moongate {

PackGraph::PackGraph(const PackSource& source, ObjectStore::Impl& store, const ScanOptions& options)
    : source_(source), store_(store) {
  list_objects();
  link_to_bases();
  find_types();
  select(options);
}

void PackGraph::list_objects() {
  const std::uint32_t in_table = source_.ids->size();
  const std::uint32_t count =
      source_.positions.empty() ? in_table : static_cast<std::uint32_t>(source_.positions.size());
  const std::uint64_t end = pack().end();
  position_bits_ = std::max(1U, static_cast<unsigned>(std::bit_width(in_table)));
  if (static_cast<unsigned>(std::bit_width(end)) + position_bits_ > 64) {
    throw Error(ProblemKind::repository,
                pack().path() + " has too many objects in too many bytes for this reader",
                "run `git repack -ad --max-pack-size=64g`");
  }
  keys_.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t position = source_.positions.empty() ? i : source_.positions[i];
    const std::uint64_t offset = source_.offset(position);
    if (offset >= end)
      throw damaged(pack().path(), offset, "its index names objects beyond its end");
    keys_.push_back(offset << position_bits_ | position);
  }
  std::sort(keys_.begin(), keys_.end());
  listed_ = count;
  parents_.assign(count, none);
  states_.assign(count, 0);
}

// The node that begins at the offset; one that no index lists is appended.
PackGraph::Node PackGraph::node_at(std::uint64_t offset) {
  const auto found = std::lower_bound(keys_.begin(), keys_.end(), offset << position_bits_);
  if (found != keys_.end() && *found >> position_bits_ == offset) {
    return static_cast<Node>(found - keys_.begin());
  }
  const auto [extra, is_new] =
      extras_.try_emplace(offset, listed_ + static_cast<Node>(extra_offsets_.size()));
  if (is_new) {
    extra_offsets_.push_back(offset);
    parents_.push_back(none);
    states_.push_back(0);
  }
  return extra->second;
}

void PackGraph::link(Node node) {
  const PackEntry entry = pack().entry(offset(node));
  if (!entry.is_delta()) {
    states_[node] = static_cast<std::uint8_t>(entry.kind);
    return;
  }
  if (entry.kind == PackEntryKind::offset_delta) {
    parents_[node] = node_at(entry.base_offset);
    return;
  }
  const Oid base = Oid::from_raw(entry.base_id, store_.options().id_size);
  const auto position = source_.ids->find(base);
  const bool is_here = position && (source_.positions.empty() ||
                                    std::binary_search(source_.positions.begin(),
                                                       source_.positions.end(), *position));
  if (is_here) {
    parents_[node] = node_at(source_.offset(*position));
  } else {
    states_[node] = borrowed_bit;
  }
}

void PackGraph::link_to_bases() {
  // The list grows while unlisted bases are found, and these have bases of their own.
  for (Node node = 0; node < parents_.size(); ++node) {
    try {
      link(node);
    } catch (const Error&) {
      if (!has_id(node)) throw;
      states_[node] = borrowed_bit;
    }
  }
}

ObjectType PackGraph::borrowed_type(Node node) {
  if (!has_id(node)) {
    throw damaged(pack().path(), offset(node), "a delta's base is missing");
  }
  const auto header = store_.header(id(node));
  if (!header) throw damaged(pack().path(), offset(node), "an object cannot be read");
  return header->type;
}

void PackGraph::find_types() {
  std::vector<Node> path;
  for (Node start = 0; start < parents_.size(); ++start) {
    Node node = start;
    path.clear();
    while ((states_[node] & type_mask) == 0) {
      if ((states_[node] & walking_bit) != 0) {
        throw damaged(pack().path(), offset(node), "deltas go in circles");
      }
      states_[node] |= walking_bit;
      path.push_back(node);
      if ((states_[node] & borrowed_bit) != 0) {
        states_[node] |= static_cast<std::uint8_t>(borrowed_type(node));
        break;
      }
      node = parents_[node];
    }
    const auto type = static_cast<std::uint8_t>(states_[node] & type_mask);
    for (const Node on_path : path) {
      states_[on_path] = static_cast<std::uint8_t>((states_[on_path] & ~walking_bit) | type);
    }
  }
}

void PackGraph::select(const ScanOptions& options) {
  for (Node node = 0; node < listed_; ++node) {
    if (!options.types.has(type(node))) continue;
    if (!source_.is_duplicate.empty() && source_.is_duplicate[position(node)]) continue;
    if (options.wanted && !options.wanted(id(node), type(node))) continue;
    states_[node] |= wanted_bit;
    for (Node needed = node; needed != none && (states_[needed] & needed_bit) == 0;
         needed = parents_[needed]) {
      states_[needed] |= needed_bit;
    }
  }
  const auto count = static_cast<Node>(parents_.size());
  children_.assign(count, none);
  siblings_.assign(count, none);
  // Backwards, so that lists of children run forwards through the pack.
  for (Node node = count; node-- > 0;) {
    if ((states_[node] & needed_bit) == 0) continue;
    const Node parent = parents_[node];
    if (parent == none) {
      roots_.push_back(node);
      continue;
    }
    siblings_[node] = children_[parent];
    children_[parent] = node;
  }
  std::reverse(roots_.begin(), roots_.end());
}

}  // namespace moongate
