// Where secrets stand in a text: what a report must not show. An automaton as in Aho-Corasick, so
// that no set of secrets and no text makes it slower than one pass, kept in some ten bytes for each
// byte of the secrets. (Literals, for keywords, spends up to 1 KiB on each.)
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/line_index.h"

namespace moongate {

// Immutable and thread-safe once constructed.
class SecretSearch {
 public:
  // A shorter secret is found only where it stands alone: "test" as a password must not hide
  // "latest".
  static constexpr std::size_t shortest_inside = 6;

  SecretSearch() = default;
  // Empty secrets are never found, equal ones are one.
  explicit SecretSearch(std::vector<std::string_view> secrets);

  bool empty() const { return nodes_.size() <= 1 && short_.empty(); }
  // Appends ranges that together are what the occurrences of all secrets cover, those that overlap
  // joined as far as one pass can; their order is not defined.
  void find(std::string_view text, std::vector<ByteRange>& found) const;

 private:
  // The secrets as a tree of their bytes; 0 is the root. Nodes are numbered so that the first child
  // of a node follows it, and a secret's tail needs no edges.
  struct Node {
    std::uint32_t fail = 0;     // the longest proper suffix that is a node
    std::uint32_t longest = 0;  // bytes of the longest secret that ends here; 0: none
  };
  enum : std::uint8_t { is_further_child = 1, has_further_children = 2 };

  void grow(const std::vector<std::string_view>& sorted);
  void link();
  std::uint32_t child(std::uint32_t node, unsigned char byte) const;  // 0: none
  std::uint32_t next(std::uint32_t node, unsigned char byte) const;
  void find_short(std::string_view text, std::vector<ByteRange>& found) const;

  std::vector<Node> nodes_;
  std::vector<std::uint8_t> bytes_, flags_;  // of each node: the byte that leads to it
  std::vector<std::pair<std::uint64_t, std::uint32_t>> further_;  // (node, byte) -> child; sorted
  std::array<std::uint32_t, 256> root_{};                         // children of the root
  std::unordered_set<std::uint64_t> short_;                       // packed: see the source
};

}  // namespace moongate
