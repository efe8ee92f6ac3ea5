// One tree object, entry by entry, without copying.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/oid.h"

namespace moongate {

// Git's own reading of a mode: old trees hold 0100664 and the like, which every command shows as
// 0100644 or 0100755. 0: no kind of entry has this mode. (Git takes those for submodules, and what
// is no submodule would then pass unread.)
std::uint32_t canonical_mode(std::uint32_t mode);

inline constexpr std::uint32_t tree_mode = 0040000;

struct TreeEntry {
  std::string_view name;   // into the tree's bytes; a name that Git would check out
  std::uint32_t mode = 0;  // canonical
  const unsigned char* id_bytes = nullptr;
  std::size_t id_size = 0;

  Oid id() const { return Oid::from_raw(id_bytes, id_size); }
  bool is_tree() const { return mode == tree_mode; }
};

// Git's order within a tree: a directory sorts as if its name ended in '/'. Negative, 0 or
// positive.
int compare_entries(const TreeEntry& a, const TreeEntry& b);

// Reads forward; the bytes must outlive the cursor and its entries, and so must the tree's id,
// which errors name. Throws Error(repository) on a malformed tree, on names that Git refuses to
// check out
// (".", "..", ".git", with a '/'), on two entries of one name and on entries out of order, because
// what is compared in order would pass over them. Zero-padded modes ("040000", written by old
// tools) are accepted, as Git does.
class TreeCursor {
 public:
  TreeCursor(std::string_view bytes, std::size_t id_size, const Oid* tree = nullptr)
      : rest_(bytes), id_size_(id_size), tree_(tree) {}

  bool next(TreeEntry& entry);  // false at the end

  // Moves both over the entries with which they go on alike, byte for byte: in two versions of a
  // large directory that is most of it.
  static void skip_equal(TreeCursor& a, TreeCursor& b);

 private:
  [[noreturn]] void malformed(const std::string& what) const;
  void require_order(const TreeEntry& entry);
  static void move_to(TreeCursor& cursor, std::size_t last, std::size_t end);

  std::string_view rest_;
  std::size_t id_size_;
  const Oid* tree_;
  TreeEntry previous_;  // without a name: none
  // Files whose names the ones after them begin with: a directory of the same name may follow them
  // at some distance ("a", "a.b", "a/").
  std::vector<std::string_view> prefixes_;
};

}  // namespace moongate
