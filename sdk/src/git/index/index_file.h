// The index (staging area), read only and mapped: versions 2, 3 and 4, SHA-1 and SHA-256, split and
// sparse. The fast way to what is staged: directories whose cached tree equals HEAD's are stepped
// over.
//
// Git's trailing checksum is not computed: it alone costs more than everything else here, and Git
// itself skips it. The structure is checked as it is read, and cached trees that contradict the
// entries are left aside.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/change.h"
#include "core/change_budget.h"
#include "core/error.h"
#include "core/oid.h"

namespace moongate {

struct IndexEntry {
  std::string_view path;   // valid until the visitor returns; a sparse directory ends in '/'
  std::uint32_t mode = 0;  // 0100644, 0100755, 0120000, 0160000, or 0040000: a sparse directory
  const unsigned char* id_bytes = nullptr;
  std::size_t id_size = 0;
  std::uint8_t stage = 0;  // 0, or 1 to 3 where a merge conflict stands
  bool assume_valid = false, skip_worktree = false, intent_to_add = false;
  std::uint32_t size = 0;  // of the working tree's file when it was last looked at, modulo 2^32

  Oid id() const { return Oid::from_raw(id_bytes, id_size); }
};

// The index is of a later version, or has an extension that has to be understood and is not:
// nothing that is damaged, and Git may know it.
class UnknownIndexKind : public Error {
 public:
  using Error::Error;
};

// What differs between a tree and the index at one path. With neither side it is a conflict at a
// path that the tree does not have.
struct IndexDifference {
  std::optional<FileVersion> before;  // in the tree
  std::optional<FileVersion> after;   // in the index
  bool unmerged = false;              // stages 1 to 3 only: nothing that Git could commit
  std::string path;
};

class IndexFile {
 public:
  // Throws UnknownIndexKind, and Error(repository) when the file is damaged or no index. A file
  // that does not exist is an empty index, as in Git. `id_size` is 20 or 32, from the repository's
  // configuration. A split index has its base in `git_directory` (empty: the directory that `path`
  // is in).
  static IndexFile open(const std::string& path, std::size_t id_size = 20,
                        const std::string& git_directory = {});
  ~IndexFile();
  IndexFile(IndexFile&&) noexcept;
  IndexFile& operator=(IndexFile&&) noexcept;

  std::uint32_t version() const;      // 2, 3 or 4; 0: there is no file
  std::uint64_t entry_count() const;  // of a split index: after joining it with its base
  bool is_split() const;
  bool is_sparse() const;

  // In order of path, then stage; split indexes already joined. The visitor returns false to stop.
  // Throws Error(repository) on a malformed file.
  void for_each(const std::function<bool(const IndexEntry&)>& visit) const;

  // The entry of stage 0 at exactly this path that is a file, link or submodule and not only
  // intended to be added. What lies in a sparse directory is not looked for.
  std::optional<FileVersion> find(std::string_view path) const;

  // The tree that the cached trees say the whole index is, if they still know.
  std::optional<Oid> cached_root_tree() const;

  // What `git diff --cached --raw --no-renames` lists: from the tree `root` (nullopt: the empty
  // tree) to this index, sorted by path. Sparse directories are opened where they differ, entries
  // that are only intended to be added count as absent. `read_tree` returns a tree's bytes and
  // throws where it cannot. Throws TooManyFiles where more than `most_files` differ.
  std::vector<IndexDifference> changed_against(const std::optional<Oid>& root,
                                               const std::function<Bytes(const Oid&)>& read_tree,
                                               std::uint64_t most_files = default_most_files) const;

  // Every file of the index, sparse directories opened, conflicts left out; sorted by path.
  std::vector<FileVersion> all_files(const std::function<Bytes(const Oid&)>& read_tree) const;

 private:
  class Impl;
  explicit IndexFile(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace moongate
