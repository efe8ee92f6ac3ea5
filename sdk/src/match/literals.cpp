#include "match/literals.h"

#include <limits>

namespace moongate {
namespace {

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

unsigned char fold(unsigned char byte) {
  return byte >= 'A' && byte <= 'Z' ? static_cast<unsigned char>(byte - 'A' + 'a') : byte;
}

}  // namespace

Literals::Literals(const std::vector<std::string>& literals, Case handling) {
  const auto read = [handling](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return handling == Case::ignore ? fold(byte) : byte;
  };
  for (const std::string& literal : literals) {
    lengths_.push_back(static_cast<std::uint32_t>(literal.size()));
    for (const char c : literal)
      if (std::uint16_t& column = class_[read(c)]; column == 0)
        column = static_cast<std::uint16_t>(classes_++);
  }
  if (handling == Case::ignore)
    for (unsigned byte = 'A'; byte <= 'Z'; ++byte)
      class_[byte] = class_[fold(static_cast<unsigned char>(byte))];

  // The trie; 0 is both the root and "no edge yet", as no edge leads back to the root.
  next_.assign(classes_, 0);
  output_.assign(1, none);
  for (std::size_t i = 0; i < literals.size(); ++i) {
    if (literals[i].empty()) continue;
    std::uint32_t state = 0;
    for (const char c : literals[i]) {
      const std::size_t edge = state * classes_ + class_[read(c)];
      if (next_[edge] == 0) {
        next_[edge] = states_++;
        next_.resize(states_ * classes_, 0);
        output_.push_back(none);
      }
      state = next_[edge];
    }
    links_.push_back({static_cast<std::uint32_t>(i), output_[state]});
    output_[state] = static_cast<std::uint32_t>(links_.size() - 1);
  }

  // Breadth first: where a state has no edge, its longest suffix that is a state knows the way.
  shorter_.assign(states_, 0);
  std::vector<std::uint32_t> fail(states_, 0), queue;
  for (std::size_t column = 0; column < classes_; ++column)
    if (next_[column] != 0) queue.push_back(next_[column]);
  for (std::size_t at = 0; at < queue.size(); ++at) {
    const std::uint32_t state = queue[at];
    const std::uint32_t suffix = fail[state];
    shorter_[state] = output_[suffix] != none ? suffix : shorter_[suffix];
    for (std::size_t column = 0; column < classes_; ++column) {
      std::uint32_t& edge = next_[state * classes_ + column];
      const std::uint32_t there = next_[suffix * classes_ + column];
      if (edge == 0) {
        edge = there;
      } else {
        fail[edge] = there;
        queue.push_back(edge);
      }
    }
  }
}

std::vector<bool> Literals::present(std::string_view text) const {
  std::vector<bool> found(lengths_.size(), false);
  if (empty()) return found;
  std::vector<bool> seen(states_, false);
  std::uint32_t state = 0;
  for (const char c : text) {
    state = next_[state * classes_ + class_[static_cast<unsigned char>(c)]];
    for (std::uint32_t at = state; at != 0 && !seen[at]; at = shorter_[at]) {
      seen[at] = true;
      for (std::uint32_t link = output_[at]; link != none; link = links_[link].next)
        found[links_[link].literal] = true;
    }
  }
  return found;
}

void Literals::each(std::string_view text,
                    const std::function<void(std::size_t, std::size_t)>& found) const {
  if (empty()) return;
  std::uint32_t state = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    state = next_[state * classes_ + class_[static_cast<unsigned char>(text[i])]];
    for (std::uint32_t at = state; at != 0; at = shorter_[at])
      for (std::uint32_t link = output_[at]; link != none; link = links_[link].next)
        found(links_[link].literal, i + 1 - lengths_[links_[link].literal]);
  }
}

}  // namespace moongate
