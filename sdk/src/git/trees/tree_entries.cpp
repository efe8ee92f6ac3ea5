#include "git/trees/tree_entries.h"

#include <algorithm>

#include "git/trees/tree.h"

namespace moongate {

std::optional<std::vector<std::string>> tree_entries(const Oid& root, std::string_view directory,
                                                     std::size_t id_size, const ReadTree& read) {
  Oid tree = root;
  if (!directory.empty()) {
    const auto entry = find_in_tree(root, directory, id_size, read);
    if (!entry || entry->mode != tree_mode) return std::nullopt;
    tree = entry->id;
  }
  const Bytes bytes = read(tree);
  std::vector<std::string> names;
  TreeCursor cursor(*bytes, id_size, &tree);
  for (TreeEntry entry; cursor.next(entry);)
    names.push_back(std::string(entry.name) + (entry.is_tree() ? "/" : ""));
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace moongate
