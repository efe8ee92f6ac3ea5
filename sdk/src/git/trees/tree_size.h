// How many files a tree stands for, without listing them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <unordered_map>
#include <utility>

#include "core/change.h"
#include "core/change_budget.h"
#include "core/oid.h"
#include "git/trees/tree.h"

namespace moongate {

using ReadTree = std::function<Bytes(const Oid&)>;

struct TreeSize {
  std::uint64_t files = 0, directories = 0;  // at most 2^62: a few trees can stand for any number
};

// Counts each distinct tree, and each distinct pair of trees, once: forty trees that hold each
// other twice are forty steps and 2^40 files.
class TreeSizes {
 public:
  TreeSizes(std::size_t id_size, const ReadTree& read) : id_size_(id_size), read_(read) {}

  TreeSize of(const Oid& tree, int depth = 0);
  // Of what differs between the two, on whichever side it is.
  TreeSize of_difference(const std::optional<Oid>& before, const std::optional<Oid>& after,
                         int depth = 0);

 private:
  struct PairHash {
    std::size_t operator()(const std::pair<Oid, Oid>& pair) const {
      return std::hash<Oid>()(pair.first) * 31 + std::hash<Oid>()(pair.second);
    }
  };

  std::size_t id_size_;
  const ReadTree& read_;
  std::unordered_map<Oid, TreeSize> trees_;
  std::unordered_map<std::pair<Oid, Oid>, TreeSize, PairHash> differences_;
};

// Watches over a list of files while it is made. Small lists cost it nothing; one that grows is
// counted first, so that a few hundred bytes of trees do not fill the memory until a limit is met.
class ListLimit {
 public:
  explicit ListLimit(std::uint64_t most_files) : most_(most_files) {}

  // `count` is asked once, for the whole list.
  template <class Count>
  void add_file(const Count& count) {
    if (++files_ > most_) throw TooManyFiles(most_, false);
    step(count);
  }
  template <class Count>
  void add_directory(const Count& count) {
    step(count);
  }

 private:
  static constexpr std::uint64_t worth_counting = 10'000;

  template <class Count>
  void step(const Count& count) {
    if (++steps_ != worth_counting) return;
    const TreeSize size = count();
    if (size.files > most_) throw TooManyFiles(most_, false);
    // Directories without files can be as many; where there are files, they are fewer.
    if (size.directories > most_ && size.directories > 2 * worth_counting)
      throw TooManyFiles(most_, true);
  }

  std::uint64_t most_;
  std::uint64_t files_ = 0, steps_ = 0;
};

}  // namespace moongate
