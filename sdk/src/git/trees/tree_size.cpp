#include "git/trees/tree_size.h"

#include <algorithm>
#include <cstring>

namespace moongate {

namespace {

// As Git's core.maxTreeDepth; whoever lists the tree says so.
constexpr int max_depth = 2048;
constexpr std::uint64_t most = std::uint64_t{1} << 62;

void add(TreeSize& sum, const TreeSize& part) {
  sum.files = std::min(sum.files + part.files, most);
  sum.directories = std::min(sum.directories + part.directories, most);
}

}  // namespace

TreeSize TreeSizes::of(const Oid& tree, int depth) {
  if (const auto known = trees_.find(tree); known != trees_.end()) return known->second;
  TreeSize size{0, 1};
  if (depth > max_depth) return size;
  const Bytes bytes = read_(tree);
  TreeCursor cursor(*bytes, id_size_, &tree);
  for (TreeEntry entry; cursor.next(entry);) {
    if (entry.is_tree())
      add(size, of(entry.id(), depth + 1));
    else
      add(size, {1, 0});
  }
  trees_.emplace(tree, size);
  return size;
}

TreeSize TreeSizes::of_difference(const std::optional<Oid>& before, const std::optional<Oid>& after,
                                  int depth) {
  if (before == after) return {};
  if (!before || !after) return of(before ? *before : *after, depth);
  const std::pair<Oid, Oid> key(*before, *after);
  if (const auto known = differences_.find(key); known != differences_.end()) return known->second;
  TreeSize size{0, 1};
  if (depth > max_depth) return size;
  const Bytes old_bytes = read_(*before);
  const Bytes new_bytes = read_(*after);
  TreeCursor old_cursor(*old_bytes, id_size_, &*before);
  TreeCursor new_cursor(*new_bytes, id_size_, &*after);
  TreeEntry old_entry;
  TreeEntry new_entry;
  bool has_old = old_cursor.next(old_entry);
  bool has_new = new_cursor.next(new_entry);
  while (has_old || has_new) {
    const int order = !has_old ? 1 : !has_new ? -1 : compare_entries(old_entry, new_entry);
    const TreeEntry& entry = order <= 0 ? old_entry : new_entry;
    const bool same = order == 0 && old_entry.mode == new_entry.mode &&
                      std::memcmp(old_entry.id_bytes, new_entry.id_bytes, id_size_) == 0;
    if (!same) {
      if (!entry.is_tree())
        add(size, {1, 0});
      else if (order == 0)
        add(size, of_difference(old_entry.id(), new_entry.id(), depth + 1));
      else
        add(size, of(entry.id(), depth + 1));
    }
    if (order <= 0) has_old = old_cursor.next(old_entry);
    if (order >= 0) has_new = new_cursor.next(new_entry);
  }
  differences_.emplace(key, size);
  return size;
}

}  // namespace moongate
