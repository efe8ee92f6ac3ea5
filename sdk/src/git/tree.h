// One tree object, entry by entry, without copying.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "oid.h"

namespace moongate {

// Git's own reading of a mode: old trees hold 0100664 and the like, which every command shows as
// 0100644 or 0100755; whatever is no file, symlink or folder is a submodule.
std::uint32_t canonical_mode(std::uint32_t mode);

inline constexpr std::uint32_t tree_mode = 0040000;

struct TreeEntry {
  std::string_view name;   // into the tree's bytes; never empty, holds no '/'
  std::uint32_t mode = 0;  // canonical
  const unsigned char* id_bytes = nullptr;
  std::size_t id_size = 0;

  Oid id() const { return Oid::from_raw(id_bytes, id_size); }
  bool is_tree() const { return mode == tree_mode; }
};

// Reads forward; the bytes must outlive the cursor and its entries. Throws Error(repository) on a
// malformed tree; zero-padded modes ("040000", written by old tools) are accepted, as Git does.
class TreeCursor {
 public:
  TreeCursor(std::string_view bytes, std::size_t id_size) : rest_(bytes), id_size_(id_size) {}

  bool next(TreeEntry& entry);  // false at the end

  // Moves both over the entries with which they go on alike, byte for byte: in two versions of a
  // large folder that is most of it.
  static void skip_equal(TreeCursor& a, TreeCursor& b);

 private:
  std::string_view rest_;
  std::size_t id_size_;
};

}  // namespace moongate
