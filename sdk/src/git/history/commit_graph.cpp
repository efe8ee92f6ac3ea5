#include "git/history/commit_graph.h"

#include <bit>

namespace moongate {

namespace {

template <class Visit>
void for_each_bit(std::uint64_t bits, const Visit& visit) {
  for (; bits != 0; bits &= bits - 1) visit(static_cast<std::size_t>(std::countr_zero(bits)));
}

}  // namespace

std::uint32_t CommitGraph::number(const Oid& id) {
  const auto [found, fresh] = numbers_.emplace(id, static_cast<std::uint32_t>(nodes_.size()));
  if (fresh) nodes_.emplace_back().id = id;
  return found->second;
}

const CommitGraph::Node& CommitGraph::loaded(std::uint32_t commit) {
  Node& node = nodes_[commit];
  if (!node.is_loaded) {
    const CommitLinks links = repository_.read_links(node.id);
    for (const Oid& parent : links.parents) node.parents.push_back(number(parent));
    node.tree = links.tree;
    node.time = links.time;
    node.is_loaded = true;
  }
  return node;
}

MainLine::MainLine(CommitGraph& graph, std::uint32_t tip) : graph_(graph) {
  const std::vector<std::uint32_t> all = graph.reachable({tip}, [](std::uint32_t) { return true; });
  has_.assign(graph.size(), false);
  std::vector<std::uint32_t> children(graph.size(), 0);  // that are not in commits_ yet
  for (const std::uint32_t commit : all) {
    has_[commit] = true;
    for (const std::uint32_t parent : graph.parents(commit)) ++children[parent];
  }
  commits_.reserve(all.size());
  commits_.push_back(tip);
  for (std::size_t next = 0; next < commits_.size(); ++next)
    for (const std::uint32_t parent : graph.parents(commits_[next]))
      if (--children[parent] == 0) commits_.push_back(parent);
}

std::vector<MainLine::Below> MainLine::mark_below(
    const std::vector<std::vector<std::uint32_t>>& sets) {
  std::vector<Below> result(sets.size());
  std::vector<std::uint64_t> points(has_.size(), 0);
  for (std::size_t set = 0; set < sets.size(); ++set)
    for (const std::uint32_t point : sets[set]) points[point] |= std::uint64_t{1} << set;
  marks_.assign(has_.size(), 0);
  std::uint64_t based = 0;  // the sets whose base is known
  for (const std::uint32_t commit : commits_) {
    for_each_bit(points[commit] & ~marks_[commit], [&](std::size_t set) {
      Below& below = result[set];
      const std::uint64_t bit = std::uint64_t{1} << set;
      if (!(based & bit) || graph_.time(commit) > graph_.time(below.base)) below.base = commit;
      based |= bit;
    });
    marks_[commit] |= points[commit];
    for_each_bit(marks_[commit], [&](std::size_t set) { ++result[set].count; });
    for (const std::uint32_t parent : graph_.parents(commit)) marks_[parent] |= marks_[commit];
  }
  return result;
}

}  // namespace moongate
