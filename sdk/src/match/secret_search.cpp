#include "match/secret_search.h"

#include <algorithm>

namespace moongate {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// A short text and its length in one number.
std::uint64_t packed(std::string_view text) {
  static_assert(SecretSearch::shortest_inside <= sizeof(std::uint64_t));
  std::uint64_t value = text.size();
  for (const char c : text) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

std::uint64_t edge(std::uint32_t node, unsigned char byte) {
  return std::uint64_t{node} << 8 | byte;
}

}  // namespace

SecretSearch::SecretSearch(std::vector<std::string_view> secrets) {
  std::erase_if(secrets, [&](std::string_view secret) {
    if (secret.size() >= shortest_inside) return false;
    if (!secret.empty()) short_.insert(packed(secret));
    return true;
  });
  std::sort(secrets.begin(), secrets.end());
  secrets.erase(std::unique(secrets.begin(), secrets.end()), secrets.end());
  grow(secrets);
  link();
}

void SecretSearch::grow(const std::vector<std::string_view>& sorted) {
  const auto shared_with_previous = [&](std::size_t i) {
    if (i == 0) return std::size_t{0};
    const std::string_view a = sorted[i - 1], b = sorted[i];
    return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first -
                                    a.begin());
  };
  // Growing by doubling would take up to three times as much for a moment.
  std::size_t nodes = 1;
  for (std::size_t i = 0; i < sorted.size(); ++i)
    nodes += sorted[i].size() - shared_with_previous(i);
  nodes_.reserve(nodes);
  bytes_.reserve(nodes);
  flags_.reserve(nodes);
  nodes_.emplace_back();
  bytes_.push_back(0);
  flags_.push_back(0);

  std::vector<std::uint32_t> path;  // the nodes of the secret before, by depth
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const std::string_view secret = sorted[i];
    std::size_t depth = shared_with_previous(i);
    const std::uint32_t parent = depth == 0 ? 0 : path[depth - 1];
    path.resize(depth);
    for (bool first = true; depth < secret.size(); ++depth, first = false) {
      const auto node = static_cast<std::uint32_t>(nodes_.size());
      const auto byte = static_cast<unsigned char>(secret[depth]);
      nodes_.emplace_back();
      bytes_.push_back(byte);
      flags_.push_back(0);
      if (first && parent == 0) {
        root_[byte] = node;
        flags_[node] |= is_further_child;
      } else if (first && parent + 1 != node) {
        further_.emplace_back(edge(parent, byte), node);
        flags_[node] |= is_further_child;
        flags_[parent] |= has_further_children;
      }
      path.push_back(node);
    }
    nodes_[path.back()].longest = static_cast<std::uint32_t>(secret.size());
  }
  std::sort(further_.begin(), further_.end());
}

// Breadth first: a node's suffix is shorter, so it is known when the node's turn comes.
void SecretSearch::link() {
  std::vector<std::uint32_t> queue;
  queue.reserve(nodes_.size());
  for (const std::uint32_t node : root_)
    if (node != 0) queue.push_back(node);
  const auto visit = [&](std::uint32_t node, std::uint32_t parent) {
    const std::uint32_t suffix = next(nodes_[parent].fail, bytes_[node]);
    nodes_[node].fail = suffix;
    if (nodes_[node].longest == 0) nodes_[node].longest = nodes_[suffix].longest;
    queue.push_back(node);
  };
  for (std::size_t at = 0; at < queue.size(); ++at) {
    const std::uint32_t node = queue[at];
    if (node + 1 < nodes_.size() && !(flags_[node + 1] & is_further_child)) visit(node + 1, node);
    if (!(flags_[node] & has_further_children)) continue;
    auto further = std::lower_bound(further_.begin(), further_.end(),
                                    std::pair(edge(node, 0), std::uint32_t{0}));
    for (; further != further_.end() && further->first >> 8 == node; ++further)
      visit(further->second, node);
  }
}

std::uint32_t SecretSearch::child(std::uint32_t node, unsigned char byte) const {
  if (node == 0) return root_[byte];
  const std::uint32_t first = node + 1;
  if (first < nodes_.size() && bytes_[first] == byte && !(flags_[first] & is_further_child))
    return first;
  if (!(flags_[node] & has_further_children)) return 0;
  const std::pair wanted(edge(node, byte), std::uint32_t{0});
  const auto found = std::lower_bound(further_.begin(), further_.end(), wanted);
  return found != further_.end() && found->first == wanted.first ? found->second : 0;
}

std::uint32_t SecretSearch::next(std::uint32_t node, unsigned char byte) const {
  for (;;) {
    const std::uint32_t there = child(node, byte);
    if (there != 0 || node == 0) return there;
    node = nodes_[node].fail;
  }
}

void SecretSearch::find(std::string_view text, std::vector<ByteRange>& found) const {
  if (nodes_.size() > 1) {
    const std::size_t before = found.size();
    std::uint32_t node = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      node = next(node, static_cast<unsigned char>(text[i]));
      const std::size_t length = nodes_[node].longest;
      if (length == 0) continue;
      const ByteRange range{i + 1 - length, i + 1};
      // Ends only grow: what overlaps the range before makes one with it.
      if (found.size() > before && range.begin < found.back().end)
        found.back() = {std::min(found.back().begin, range.begin), range.end};
      else
        found.push_back(range);
    }
  }
  find_short(text, found);
}

void SecretSearch::find_short(std::string_view text, std::vector<ByteRange>& found) const {
  if (short_.empty()) return;
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    if (begin > 0 && is_word(text[begin - 1])) continue;
    for (std::size_t end = begin + 1; end <= text.size() && end - begin < shortest_inside; ++end)
      if ((end == text.size() || !is_word(text[end])) &&
          short_.contains(packed(text.substr(begin, end - begin))))
        found.push_back({begin, end});
  }
}

}  // namespace moongate
