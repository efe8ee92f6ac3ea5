// How one index file lies in memory: where its entries begin and what its extensions are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "files/mapped_file.h"
#include "git/index/index_file.h"

namespace moongate {

// A cached tree: what one directory of the index was when a tree was last written from it or read.
struct CachedTree {
  std::string_view name;         // of the directory, within its parent; empty for the root
  std::int64_t entry_count = 0;  // of the index's entries below it; less than 0: no longer known
  const unsigned char* id = nullptr;  // where the count is known
  std::uint32_t end = 0;              // the position after its last descendant
};

// One file, scanned once when it is opened. Every 64th entry's place is kept, so that what equals
// HEAD is stepped over instead of being walked through again.
class IndexLayout {
 public:
  // nullopt: there is no such file. Throws Error(repository) on anything but an index that is
  // whole.
  static std::optional<IndexLayout> open(const std::string& path, std::size_t id_size);

  const std::string& path() const { return path_; }
  std::size_t id_size() const { return id_size_; }
  std::uint32_t version() const { return version_; }
  std::uint32_t entry_count() const { return entry_count_; }
  bool is_sparse() const { return is_sparse_; }
  std::string_view content() const { return file_.view(); }
  // The extension that names the base of a split index.
  std::optional<std::string_view> link() const { return link_; }
  // In the file's order: each directory before its subfolders. Empty where there are none, or
  // damaged ones: they only make things faster.
  std::vector<CachedTree> cached_trees() const;

 private:
  friend class IndexCursor;

  static constexpr std::uint32_t step = 64;

  struct RawEntry {
    std::uint64_t name = 0;  // offset of the name, or of its remainder in version 4
    std::uint64_t name_size = 0;
    std::uint64_t end = 0;    // where the next entry begins
    std::uint64_t strip = 0;  // version 4: bytes to take off the end of the previous path
    std::uint16_t flags = 0, more_flags = 0;
  };

  RawEntry raw_entry(std::uint64_t offset) const;
  void scan_entries();
  void read_extensions(std::uint64_t begin);

  std::string path_;
  MappedFile file_;
  std::size_t id_size_ = 20;
  std::uint32_t version_ = 0, entry_count_ = 0;
  std::uint64_t end_ = 0;                    // of entries and extensions: where the checksum begins
  std::vector<std::uint64_t> steps_;         // offset of every 64th entry
  std::vector<std::string> paths_at_steps_;  // version 4: the path before that entry
  std::string_view tree_extension_;
  std::optional<std::string_view> link_;
  bool is_sparse_ = false;
};

// Walks a file's entries. What `entry` returns is valid until the cursor moves.
class IndexCursor {
 public:
  explicit IndexCursor(const IndexLayout& layout);

  bool at_end() const { return position_ == layout_->entry_count(); }
  std::uint32_t position() const { return position_; }
  const IndexEntry& entry() const { return entry_; }  // not at the end
  void next();
  void skip(std::uint64_t count);
  // Moves to the first entry whose path is not less.
  void seek(std::string_view path);

 private:
  void go_to_step(std::size_t number);
  void decode();

  const IndexLayout* layout_;
  std::uint32_t position_ = 0;
  std::uint64_t offset_ = 0, next_offset_ = 0;
  std::string path_, previous_path_;  // version 4
  IndexEntry entry_;
};

}  // namespace moongate
