// What became of each branch's work in a default branch: merged, and how, or reverted later.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "git/history/commit_graph.h"
#include "git/repository/repository.h"

namespace moongate {

// Of one branch against one default branch.
struct BranchMeasure {
  std::uint32_t ahead = 0, behind = 0;
  std::string merged_how;  // "merge", "rebase", "squash", "cherry-pick"; empty: not merged
  bool reverted = false;   // what was merged was undone later, by as much
  // The head is one that the default branch itself had: nothing tells a branch that was merged by a
  // fast-forward from one without a commit of its own.
  bool on_line = false;
};

// Walks each default branch's history once for every 64 branches. Commits are read once for all.
class BranchMerges {
 public:
  // `repository` must outlive it.
  explicit BranchMerges(const Repository& repository);
  ~BranchMerges();

  // Of the branches with these heads, in their order, against the branch that `tip` leads to.
  std::vector<BranchMeasure> measure(const Oid& tip, const std::vector<Oid>& heads);

 private:
  class Line;
  const Repository& repository_;
  CommitGraph graph_;
  std::map<Oid, std::unique_ptr<Line>> lines_;  // by tip
};

}  // namespace moongate
