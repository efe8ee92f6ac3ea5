// The objects of one pack, linked from delta bases to what is built on them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "git/objects/objects_impl.h"
#include "git/objects/pack.h"
#include "git/objects/pack_index.h"

namespace moongate {

// A pack and which of its objects are to be delivered.
struct PackSource {
  std::shared_ptr<const Pack> pack;
  const IdTable* ids = nullptr;
  std::function<std::uint64_t(std::uint32_t)> offset;  // by position in `ids`
  std::vector<std::uint32_t> positions;                // which of `ids` are this pack's; empty: all
  std::vector<bool> is_duplicate;                      // by position in `ids`; empty: none
};

// About 21 bytes an object. Nodes are numbered in the order in which they lie in the pack; those
// that no index lists (but that are the base of one that is listed) come after.
class PackGraph {
 public:
  using Node = std::uint32_t;
  static constexpr Node none = 0xFFFFFFFFU;

  // Throws Error(repository) on a damaged pack, unless another copy of the object can stand in.
  PackGraph(const PackSource& source, ObjectStore::Impl& store, const ScanOptions& options);

  const Pack& pack() const { return *source_.pack; }
  // What to begin with: nodes that need no other, or whose base is not in this pack.
  const std::vector<Node>& roots() const { return roots_; }

  std::uint64_t offset(Node node) const {
    return node < listed_ ? keys_[node] >> position_bits_ : extra_offsets_[node - listed_];
  }
  bool has_id(Node node) const { return node < listed_; }
  Oid id(Node node) const { return source_.ids->id(position(node)); }
  ObjectType type(Node node) const { return static_cast<ObjectType>(states_[node] & type_mask); }
  bool is_wanted(Node node) const { return (states_[node] & wanted_bit) != 0; }
  // To be had from the store by its id, as its base lies elsewhere or its copy here is damaged.
  bool is_borrowed(Node node) const { return (states_[node] & borrowed_bit) != 0; }
  Node parent(Node node) const { return parents_[node]; }
  // Only what is wanted, or is the base of what is wanted.
  Node first_child(Node node) const { return children_[node]; }
  Node next_sibling(Node node) const { return siblings_[node]; }

 private:
  static constexpr std::uint8_t type_mask = 7;
  static constexpr std::uint8_t walking_bit = 8;
  static constexpr std::uint8_t wanted_bit = 16;
  static constexpr std::uint8_t needed_bit = 32;
  static constexpr std::uint8_t borrowed_bit = 64;

  std::uint32_t position(Node node) const {
    return static_cast<std::uint32_t>(keys_[node] & ((std::uint64_t{1} << position_bits_) - 1));
  }
  void list_objects();
  void link_to_bases();
  void link(Node node);
  Node node_at(std::uint64_t offset);
  void find_types();
  ObjectType borrowed_type(Node node);
  void select(const ScanOptions& options);

  const PackSource& source_;
  ObjectStore::Impl& store_;
  unsigned position_bits_ = 1;
  Node listed_ = 0;
  std::vector<std::uint64_t> keys_;  // offset, then position in the index: one number to sort by
  std::vector<std::uint64_t> extra_offsets_;
  std::unordered_map<std::uint64_t, Node> extras_;
  std::vector<Node> parents_, children_, siblings_, roots_;
  std::vector<std::uint8_t> states_;
};

}  // namespace moongate
