// The entries of an index, whether they lie in one file or are split over two.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "git/index/index_layout.h"

namespace moongate {

class IndexEntries {
 public:
  IndexEntries() = default;
  // A split index is joined here, once: its base's entries without those deleted, with those
  // replaced, and the new ones in between. `git_directory` holds the base.
  IndexEntries(const std::string& path, std::size_t id_size, const std::string& git_directory);

  const std::optional<IndexLayout>& file() const { return file_; }  // nullopt: there is none
  bool is_split() const { return is_split_; }
  std::uint64_t size() const;

 private:
  friend class EntryWalk;

  void join();

  std::optional<IndexLayout> file_, base_;
  bool is_split_ = false;
  std::vector<IndexEntry> joined_;
  std::deque<std::string> paths_;  // of entries whose file does not hold the whole path
};

// Walks them in order. What `entry` returns is valid until the walk moves.
class EntryWalk {
 public:
  explicit EntryWalk(const IndexEntries& entries);

  bool at_end() const { return cursor_ ? cursor_->at_end() : position_ == joined_->size(); }
  const IndexEntry& entry() const { return cursor_ ? cursor_->entry() : (*joined_)[position_]; }
  std::uint64_t left() const;
  void next();
  void skip(std::uint64_t count);
  void seek(std::string_view path);

 private:
  std::optional<IndexCursor> cursor_;
  const std::vector<IndexEntry>* joined_ = nullptr;
  std::size_t position_ = 0;
  std::uint64_t size_ = 0;
};

}  // namespace moongate
