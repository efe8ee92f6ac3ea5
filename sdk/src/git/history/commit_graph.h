// Commits as numbers, so that walking one history for thousands of branches stays in arrays.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <unordered_map>
#include <vector>

#include "git/repository/repository.h"

namespace moongate {

// Each commit is read once, when it is first asked about. References that it hands out stay valid.
// Not thread-safe.
class CommitGraph {
 public:
  // `repository` must outlive the graph.
  explicit CommitGraph(const Repository& repository) : repository_(repository) {}

  std::uint32_t number(const Oid& id);
  // None below the cut of a shallow clone.
  const std::vector<std::uint32_t>& parents(std::uint32_t commit) { return loaded(commit).parents; }
  std::int64_t time(std::uint32_t commit) { return loaded(commit).time; }
  const Oid& tree(std::uint32_t commit) { return loaded(commit).tree; }
  // One more than the largest number given so far.
  std::size_t size() const { return nodes_.size(); }

  // Every commit reachable from `from`, in no order, that `wanted` accepts; what it refuses is not
  // walked through.
  template <class Wanted>
  std::vector<std::uint32_t> reachable(const std::vector<std::uint32_t>& from,
                                       const Wanted& wanted) {
    ++round_;
    std::vector<std::uint32_t> found;
    const auto visit = [&](std::uint32_t commit) {
      seen_.resize(nodes_.size(), 0);
      if (seen_[commit] == round_ || !wanted(commit)) return;
      seen_[commit] = round_;
      found.push_back(commit);
    };
    for (const std::uint32_t commit : from) visit(commit);
    for (std::size_t next = 0; next < found.size(); ++next)
      for (const std::uint32_t parent : parents(found[next])) visit(parent);
    return found;
  }

 private:
  struct Node {
    Oid id, tree;
    std::vector<std::uint32_t> parents;
    std::int64_t time = 0;
    bool is_loaded = false;
  };
  const Node& loaded(std::uint32_t commit);

  const Repository& repository_;
  std::unordered_map<Oid, std::uint32_t> numbers_;
  std::deque<Node> nodes_;
  std::vector<std::uint32_t> seen_;  // by commit: the last walk that met it
  std::uint32_t round_ = 0;
};

// The history of one branch, and what of it lies below the points where others left it.
class MainLine {
 public:
  static constexpr std::size_t batch = 64;  // one bit of a word each

  // `graph` must outlive the line.
  MainLine(CommitGraph& graph, std::uint32_t tip);

  bool has(std::uint32_t commit) const { return commit < has_.size() && has_[commit]; }
  // Every commit before its parents.
  const std::vector<std::uint32_t>& commits() const { return commits_; }

  struct Below {
    std::size_t count = 0;   // of commits at or below the points
    std::uint32_t base = 0;  // the newest point that is below no other one: the merge base
  };
  // For up to `batch` sets of commits of the line, in one walk over it.
  std::vector<Below> mark_below(const std::vector<std::vector<std::uint32_t>>& sets);
  // Whether the commit lies at or below the points of this set of the last `mark_below`.
  bool is_below(std::size_t set, std::uint32_t commit) const { return (marks_[commit] >> set) & 1; }

 private:
  CommitGraph& graph_;
  std::vector<std::uint32_t> commits_;
  std::vector<bool> has_;
  std::vector<std::uint64_t> marks_;  // by commit, a bit for each set
};

}  // namespace moongate
