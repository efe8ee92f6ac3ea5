#include "git/history/branch_merges.h"

#include <algorithm>
#include <optional>
#include <set>
#include <span>
#include <unordered_map>
#include <utility>

#include "git/history/patch_identity.h"
#include "git/trees/tree_diff.h"

namespace moongate {

namespace {

// What a default branch did since a point, found again by what it does and not by its id.
class Applied {
 public:
  Applied(const Repository& repository, CommitGraph& graph)
      : repository_(repository), graph_(graph) {}

  std::vector<FileChange> files(const std::optional<Oid>& before, const Oid& after) const {
    return diff_trees(
        before, after, repository_.location().id_size,
        [this](const Oid& tree) { return repository_.read_tree(tree); },
        repository_.budget()->most_files);
  }

  std::vector<FileChange> files_of(std::uint32_t commit) {
    const std::vector<std::uint32_t>& parents = graph_.parents(commit);
    return files(parents.empty() ? std::optional<Oid>() : graph_.tree(parents[0]),
                 graph_.tree(commit));
  }

  // Adds a commit of the default branch; merges do nothing of their own.
  void add(std::uint32_t commit) {
    if (commit >= added_.size()) added_.resize(graph_.size(), false);
    if (added_[commit]) return;
    added_[commit] = true;
    if (graph_.parents(commit).size() <= 1) by_paths_[path_key(files_of(commit))].push_back(commit);
  }

  // Of the commits that `candidate` accepts and that do what these files show, the one that comes
  // first by `place`.
  template <class Candidate, class Place>
  std::optional<std::uint32_t> find(const std::vector<FileChange>& wanted,
                                    const Candidate& candidate, const Place& place) {
    const auto found = by_paths_.find(path_key(wanted));
    if (found == by_paths_.end()) return std::nullopt;
    std::string identity;
    std::optional<std::uint32_t> best;
    for (const std::uint32_t commit : found->second) {
      if (!candidate(commit) || (best && place(*best) <= place(commit))) continue;
      auto known = identities_.find(commit);
      if (known == identities_.end())
        known = identities_.emplace(commit, patch_identity(repository_, files_of(commit))).first;
      if (identity.empty()) identity = patch_identity(repository_, wanted);
      if (known->second == identity) best = commit;
    }
    return best;
  }

 private:
  const Repository& repository_;
  CommitGraph& graph_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_paths_;
  std::unordered_map<std::uint32_t, std::string> identities_;
  std::vector<bool> added_;
};

// What undoes it.
std::vector<FileChange> inverse(std::vector<FileChange> files) {
  for (FileChange& file : files) std::swap(file.before, file.after);
  return files;
}

}  // namespace

class BranchMerges::Line {
 public:
  Line(const Repository& repository, CommitGraph& graph, const Oid& tip)
      : graph_(graph), applied_(repository, graph), main_(graph, graph.number(tip)) {
    place_.assign(graph.size(), 0);
    for (std::size_t i = 0; i < main_.commits().size(); ++i)
      place_[main_.commits()[i]] = static_cast<std::uint32_t>(i);
    first_.assign(graph.size(), false);
    for (std::uint32_t commit = graph.number(tip);;) {
      first_[commit] = true;
      const std::vector<std::uint32_t>& parents = graph.parents(commit);
      if (parents.empty()) break;
      commit = parents[0];
    }
  }

  void measure_batch(std::span<const Oid> heads, std::span<BranchMeasure> measures) {
    std::vector<std::vector<std::uint32_t>> own, forks;
    for (const Oid& head : heads) {
      std::set<std::uint32_t> left;
      own.push_back(graph_.reachable({graph_.number(head)}, [&](std::uint32_t commit) {
        if (!main_.has(commit)) return true;
        left.insert(commit);
        return false;
      }));
      forks.emplace_back(left.begin(), left.end());
    }
    const std::vector<MainLine::Below> below = main_.mark_below(forks);
    std::vector<std::size_t> unmerged;
    for (std::size_t i = 0; i < heads.size(); ++i) {
      const std::uint32_t head = graph_.number(heads[i]);
      measures[i].ahead = static_cast<std::uint32_t>(own[i].size());
      measures[i].behind = static_cast<std::uint32_t>(main_.commits().size() - below[i].count);
      measures[i].on_line = head < first_.size() && first_[head];
      if (own[i].empty()) {
        measures[i].merged_how = "merge";
      } else if (!forks[i].empty() && measures[i].behind > 0) {
        // What has nothing in common with the default branch cannot have been applied from it.
        unmerged.push_back(i);
      }
    }
    for (const std::uint32_t commit : main_.commits())
      if (std::any_of(unmerged.begin(), unmerged.end(),
                      [&](std::size_t i) { return !main_.is_below(i, commit); }))
        applied_.add(commit);
    for (const std::size_t i : unmerged)
      find_applied(measures[i], i, graph_.number(heads[i]), own[i], below[i].base);
  }

 private:
  std::optional<std::uint32_t> find(const std::vector<FileChange>& files, std::size_t number) {
    return applied_.find(
        files, [&](std::uint32_t commit) { return !main_.is_below(number, commit); },
        [&](std::uint32_t commit) { return place_[commit]; });
  }

  // Whether a commit after `applied` does the opposite of these files.
  bool undone(const std::vector<FileChange>& files, std::uint32_t applied) {
    return applied_
        .find(
            inverse(files), [&](std::uint32_t commit) { return place_[commit] < place_[applied]; },
            [&](std::uint32_t commit) { return place_[commit]; })
        .has_value();
  }

  void find_applied(BranchMeasure& measure, std::size_t number, std::uint32_t head,
                    const std::vector<std::uint32_t>& own, std::uint32_t base) {
    // A squash: one commit does what the whole branch does.
    const std::vector<FileChange> whole = applied_.files(graph_.tree(base), graph_.tree(head));
    if (whole.empty()) return;  // nothing is left of it: its commits undo one another
    if (const std::optional<std::uint32_t> squash = find(whole, number)) {
      measure.merged_how = own.size() > 1 ? "squash" : "rebase";
      measure.reverted = undone(whole, *squash);
      return;
    }
    // Every commit was applied, one by one: by a rebase where they follow one another as before,
    // newest first as in `own`, else by cherry-picks.
    std::optional<std::uint32_t> newest, newer;
    bool in_a_row = true, each_undone = true;
    for (const std::uint32_t commit : own) {
      if (graph_.parents(commit).size() > 1) continue;
      const std::vector<FileChange> files = applied_.files_of(commit);
      const std::optional<std::uint32_t> applied = find(files, number);
      if (!applied) return;
      if (newer && graph_.parents(*newer) != std::vector{*applied}) in_a_row = false;
      if (!newest || place_[*applied] < place_[*newest]) newest = applied;
      each_undone = each_undone && undone(files, *applied);
      newer = applied;
    }
    if (!newer) return;
    measure.merged_how = in_a_row ? "rebase" : "cherry-pick";
    // Reverted one by one, or all at once.
    measure.reverted = each_undone || undone(whole, *newest);
  }

  CommitGraph& graph_;
  Applied applied_;
  MainLine main_;
  std::vector<std::uint32_t> place_;  // in main_.commits(), newest first; by commit
  std::vector<bool> first_;           // by commit: reached from the tip by first parents alone
};

BranchMerges::BranchMerges(const Repository& repository)
    : repository_(repository), graph_(repository) {}
BranchMerges::~BranchMerges() = default;

std::vector<BranchMeasure> BranchMerges::measure(const Oid& tip, const std::vector<Oid>& heads) {
  std::unique_ptr<Line>& line = lines_[tip];
  if (!line) line = std::make_unique<Line>(repository_, graph_, tip);
  std::vector<BranchMeasure> measures(heads.size());
  for (std::size_t begin = 0; begin < heads.size(); begin += MainLine::batch) {
    const std::size_t count = std::min(MainLine::batch, heads.size() - begin);
    line->measure_batch(std::span(heads).subspan(begin, count),
                        std::span(measures).subspan(begin, count));
  }
  return measures;
}

}  // namespace moongate
