#include "git/history/history_walk.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <queue>
#include <unordered_map>

namespace moongate {
namespace {

constexpr std::uint8_t of_first = 1;   // reachable from the first side
constexpr std::uint8_t of_second = 2;  // reachable from the second
constexpr std::uint8_t stale = 4;      // an ancestor of a common ancestor
constexpr std::uint8_t result_flag = 8;

// Newest first; among equals, the one that came first.
struct Waiting {
  std::int64_t time = 0;
  std::uint64_t order = 0;
  Oid id;
  bool operator<(const Waiting& other) const {
    return time != other.time ? time < other.time : order > other.order;
  }
};

class Links {
 public:
  explicit Links(const Repository& repository) : repository_(repository) {}

  const CommitLinks& of(const Oid& id) {
    const auto found = known_.find(id);
    if (found != known_.end()) return found->second;
    return known_.emplace(id, repository_.read_links(id)).first->second;
  }

  bool has(const Oid& id) {
    if (known_.contains(id)) return true;
    auto links = repository_.find_links(id);
    if (links) known_.emplace(id, std::move(*links));
    return links.has_value();
  }

 private:
  const Repository& repository_;
  std::unordered_map<Oid, CommitLinks> known_;
};

// Commits are painted with the side that they are reached from, newest first; one that has both
// colours is a common ancestor, and everything below it is stale. Done when only stale ones wait.
std::unordered_map<Oid, std::uint8_t> paint(Links& links, const Oid& first,
                                            const std::vector<Oid>& second,
                                            std::vector<Oid>& common) {
  std::unordered_map<Oid, std::uint8_t> flags;
  std::priority_queue<Waiting> waiting;
  std::uint64_t order = 0;
  std::size_t fresh = 0;  // entries of `waiting` whose commit is not stale
  std::unordered_map<Oid, std::uint32_t> queued;
  const auto push = [&](const Oid& id) {
    waiting.push({links.of(id).time, order++, id});
    ++queued[id];
    if (!(flags[id] & stale)) ++fresh;
  };
  flags[first] |= of_first;
  push(first);
  for (const Oid& id : second) {
    const bool was_queued = queued[id] > 0;
    flags[id] |= of_second;
    if (!was_queued) push(id);
  }
  while (fresh > 0) {
    const Oid id = waiting.top().id;
    waiting.pop();
    --queued[id];
    std::uint8_t own = flags[id];
    if (!(own & stale)) --fresh;
    std::uint8_t handed = own & (of_first | of_second | stale);
    if (handed == (of_first | of_second)) {
      if (!(own & result_flag)) {
        flags[id] |= result_flag;
        common.push_back(id);
      }
      handed |= stale;
    }
    for (const Oid& parent : links.of(id).parents) {
      std::uint8_t& flag = flags[parent];
      if ((flag & handed) == handed) continue;
      const bool becomes_stale = (handed & stale) && !(flag & stale);
      if (becomes_stale) fresh -= queued[parent];
      flag |= handed;
      push(parent);
    }
  }
  std::erase_if(common, [&flags](const Oid& id) { return (flags[id] & stale) != 0; });
  return flags;
}

}  // namespace

std::vector<Oid> merge_bases(const Repository& repository, const Oid& a, const Oid& b) {
  if (a == b) return {a};
  Links links(repository);
  std::vector<Oid> common;
  paint(links, a, {b}, common);
  // Clocks that run backwards can leave an ancestor of another result among the results.
  if (common.size() > 1) {
    std::vector<Oid> best;
    for (std::size_t i = 0; i < common.size(); ++i) {
      std::vector<Oid> others;
      for (std::size_t j = 0; j < common.size(); ++j) {
        if (i != j) others.push_back(common[j]);
      }
      std::vector<Oid> ignored;
      const auto flags = paint(links, common[i], others, ignored);
      const auto found = flags.find(common[i]);
      const bool reached = found != flags.end() && (found->second & of_second);
      if (!reached) best.push_back(common[i]);
    }
    common = std::move(best);
  }
  std::stable_sort(common.begin(), common.end(), [&links](const Oid& x, const Oid& y) {
    return links.of(x).time > links.of(y).time;
  });
  return common;
}

bool is_ancestor(const Repository& repository, const Oid& ancestor, const Oid& of) {
  const std::vector<Oid> bases = merge_bases(repository, ancestor, of);
  return std::find(bases.begin(), bases.end(), ancestor) != bases.end();
}

std::vector<WalkedCommit> commits_between(const Repository& repository,
                                          const std::vector<Oid>& include,
                                          const std::vector<Oid>& exclude) {
  constexpr int slop = 5;  // as Git: look this much further than the dates say is needed
  Links links(repository);
  struct State {
    bool seen = false, excluded = false, waiting = false;
  };
  std::unordered_map<Oid, State> states;
  std::priority_queue<Waiting> waiting;
  std::uint64_t order = 0;
  std::size_t fresh = 0;  // how many wait that are not excluded
  std::vector<Oid> taken;

  // Excluding spreads to all that was already seen below.
  const auto exclude_below = [&](const Oid& start) {
    std::vector<Oid> stack = {start};
    while (!stack.empty()) {
      const Oid id = stack.back();
      stack.pop_back();
      State& state = states[id];
      if (state.excluded) continue;
      state.excluded = true;
      if (state.waiting) --fresh;
      if (!state.seen) continue;
      for (const Oid& parent : links.of(id).parents) stack.push_back(parent);
    }
  };
  const auto push = [&](const Oid& id) {
    State& state = states[id];
    state.seen = true;
    state.waiting = true;
    if (!state.excluded) ++fresh;
    waiting.push({links.of(id).time, order++, id});
  };

  for (const Oid& id : exclude) {
    if (!links.has(id)) continue;
    states[id].excluded = true;
    if (!states[id].seen) push(id);
  }
  for (const Oid& id : include) {
    if (!states[id].seen) push(id);
  }
  int left = slop;
  std::optional<std::int64_t> oldest;  // of what was taken
  while (!waiting.empty()) {
    const Waiting next = waiting.top();
    waiting.pop();
    const CommitLinks& own = links.of(next.id);
    State& state = states[next.id];
    const bool excluded = state.excluded;
    state.waiting = false;
    if (!excluded) --fresh;
    for (const Oid& parent : own.parents) {
      if (excluded) {
        if (!links.has(parent)) continue;
        const bool seen = states[parent].seen;
        exclude_below(parent);
        if (!seen) push(parent);
      } else if (!states[parent].seen) {
        push(parent);
      }
    }
    if (!excluded) {
      taken.push_back(next.id);
      oldest = oldest ? std::min(*oldest, next.time) : next.time;
      left = slop;
      continue;
    }
    // Everything that waits is excluded: a little further, in case dates lie, and done.
    if (waiting.empty()) break;
    if (oldest && *oldest <= waiting.top().time) {
      left = slop;
    } else if (fresh > 0) {
      left = slop;
    } else if (--left < 0) {
      break;
    }
  }

  std::erase_if(taken, [&states](const Oid& id) { return states[id].excluded; });
  // Topological, as Git's: children first, a commit's history in one piece; then turned round.
  std::unordered_map<Oid, std::uint32_t> children;
  for (const Oid& id : taken) children[id] = 1;
  for (const Oid& id : taken) {
    for (const Oid& parent : links.of(id).parents) {
      const auto found = children.find(parent);
      if (found != children.end()) ++found->second;
    }
  }
  std::vector<Oid> stack;
  for (const Oid& id : taken) {
    if (children[id] == 1) stack.push_back(id);
  }
  std::reverse(stack.begin(), stack.end());
  std::vector<WalkedCommit> result;
  result.reserve(taken.size());
  while (!stack.empty()) {
    const Oid id = stack.back();
    stack.pop_back();
    const CommitLinks& own = links.of(id);
    for (const Oid& parent : own.parents) {
      const auto found = children.find(parent);
      if (found != children.end() && found->second > 0 && --found->second == 1) {
        stack.push_back(parent);
      }
    }
    result.push_back({id, own});
  }
  std::reverse(result.begin(), result.end());
  return result;
}

}  // namespace moongate
